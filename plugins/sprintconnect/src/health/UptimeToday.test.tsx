import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { ago } from '../../dev/moments';
import { UptimeToday } from './UptimeToday';

type Summary = Parameters<typeof UptimeToday>[0]['summary'];

async function said(summary: Summary): Promise<string | null> {
  renderInTestApp(
    <p data-testid="said">
      <UptimeToday summary={summary} />
    </p>,
  );
  return (await screen.findByTestId('said')).textContent;
}

describe('UptimeToday', () => {
  it.each<[string, Summary, string]>([
    [
      'a server that is known for longer than a day',
      {
        uptimeH24: 0.9993,
        basis: { since: ago(3 * 24 * 60), probesH24: 1440 },
      },
      '99.93% up in 24 h',
    ],
    [
      'a server of two minutes',
      { uptimeH24: 1, basis: { since: ago(2), probesH24: 12 } },
      '100% up in the 2 min it has been checked',
    ],
    [
      'a server of some hours',
      { uptimeH24: 0.5, basis: { since: ago(190), probesH24: 190 } },
      '50% up in the 3 hr it has been checked',
    ],
    [
      'a server that has been probed once',
      { uptimeH24: 1, basis: { since: ago(5), probesH24: 1 } },
      '',
    ],
    [
      'the first minute',
      { uptimeH24: 1, basis: { since: ago(0.5), probesH24: 3 } },
      '',
    ],
    ['a server that was never probed', { basis: { probesH24: 0 } }, ''],
    [
      'a backend that does not tell since when',
      { uptimeH24: 1 },
      '100% up in 24 h',
    ],
  ])('says no more than is known of %s', async (_what, summary, text) => {
    expect(await said(summary)).toBe(text);
  });
});
