import { screen } from '@testing-library/react';
import { servers } from '../../../dev/fixtures';
import type { MockWorld } from '../../../dev/mockWorld';
import { searchServers } from '../../../dev/searchFixtures';
import { type RenderedPage, renderPage } from '../../__testUtils__/renderPage';

const ROUTE = 'GET /v1/discovery/capabilities';

type RenderedDiscover = RenderedPage & {
  asked: () => string[];
  box: () => Promise<HTMLElement>;
  result: (name: RegExp) => Promise<HTMLElement>;
};

/** Discover at an address, over servers that offer something; `asked` tells the searches that were made. */
export function renderDiscover(
  query = '',
  changes: Partial<MockWorld> = {},
): RenderedDiscover {
  const page = renderPage(`/discover${query}`, {
    servers: [...servers, ...searchServers],
    ...changes,
  });
  return {
    ...page,
    asked: () =>
      page.world.requests.filter(each => each.startsWith(`${ROUTE}?`)),
    box: () => screen.findByRole('searchbox', { name: 'Search capabilities' }),
    result: (name: RegExp) => screen.findByRole('link', { name }),
  };
}
