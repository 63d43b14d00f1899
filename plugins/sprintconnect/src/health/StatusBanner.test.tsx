import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  HealthReason,
  HealthStatus,
} from '@sprintconnect/plugin-sprintconnect-common';
import { billing } from '../../dev/fixtures';
import { healthOf } from '../../dev/health';
import { StatusBanner } from './StatusBanner';

type Case = [HealthStatus, HealthReason['code'], string, string, RegExp];

/** What the backend answers of a server that fails so, in its own words, and what the page makes of it. */
const CASES: Case[] = [
  [
    'unhealthy',
    'refused',
    'Could not reach 127.0.0.1:7102: nothing listens there; check the port and whether the server runs.',
    'Connection refused',
    /Check that the server runs and listens/,
  ],
  [
    'degraded',
    'slow',
    'It answers slower than the 400 ms that are its objective: the last good probe took 702 ms.',
    'Slow',
    /more slowly than its environment asks for/,
  ],
  [
    'unhealthy',
    'timeout',
    'http://127.0.0.1:7102/mcp did not answer within 5000 ms',
    'No answer in time',
    /took too long to answer/,
  ],
  [
    'unhealthy',
    'http-5xx',
    'http://127.0.0.1:7102/mcp answers HTTP 500: the server itself has failed; its owner can see why',
    'Server error',
    /an error of its own/,
  ],
  [
    'unhealthy',
    'auth',
    'http://127.0.0.1:7102/mcp answers HTTP 401: it asks for a credential, or for another one than it was given',
    'Credential refused',
    /asks for a credential/,
  ],
  [
    'degraded',
    'throttled',
    'http://127.0.0.1:7102/mcp answers HTTP 429: it is alive, but turns requests away because there are too many, and asks for 30 s of patience',
    'Too many requests',
    /asked again when it allows that/,
  ],
  [
    'unhealthy',
    'protocol',
    'http://127.0.0.1:7102/mcp answers with another content type than application/json or text/event-stream. Check that the URL is that of an MCP endpoint.',
    'Does not speak MCP',
    /Check the path of the address/,
  ],
];

describe('StatusBanner', () => {
  it.each(CASES)(
    'shows a server that is %s: %s',
    async (...[status, code, message, label, advice]) => {
      const { resting: _resting, ...health } = healthOf(billing.id);
      const reason = { code, message };
      renderInTestApp(<StatusBanner health={{ ...health, status, reason }} />);
      const title = await screen.findByText(/^(Degraded|Unhealthy) for/);
      expect(title).toHaveTextContent(
        `${status === 'degraded' ? 'Degraded' : 'Unhealthy'} for 9 hr 20 min: ${label}`,
      );
      expect(screen.getByText(message)).toBeVisible();
      expect(screen.getAllByText(advice)[0]).toBeVisible();
    },
  );
});
