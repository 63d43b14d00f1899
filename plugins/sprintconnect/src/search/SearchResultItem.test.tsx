import searchPlugin from '@backstage/plugin-search/alpha';
import { searchApiRef } from '@backstage/plugin-search-react';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { renderTestApp } from '@backstage/frontend-test-utils';
import type { SearchResult } from '@backstage/plugin-search-common';
import { screen, within } from '@testing-library/react';
import { entities } from '../../dev/entities';
import { searchDocuments } from '../../dev/searchDocuments';
import plugin from '../plugin';

/** The search page of a portal with our plugin in it. */
function renderSearch(term: string, results?: SearchResult[]) {
  renderTestApp({
    features: [plugin, searchPlugin],
    apis: [
      [catalogApiRef, catalogApiMock({ entities })],
      [
        searchApiRef,
        {
          query: async query =>
            results
              ? { results, numberOfResults: results.length }
              : searchDocuments(query),
        },
      ],
    ],
    initialRouteEntries: [`/search?query=${term}`],
  });
}

async function itemOf(name: RegExp) {
  const link = await screen.findByRole('link', { name });
  return { link, item: link.closest('li')! };
}

describe('search results', () => {
  it('show a server with its environment and health', async () => {
    renderSearch('tracker');
    const { link, item } = await itemOf(/Issue tracker/);
    expect(link.getAttribute('href')).toMatch(/^\/sprintconnect\/servers\//);
    expect(item).toHaveTextContent(
      /Issues, comments and sprints.*MCP server.*production.*Degraded/,
    );
    expect(
      within(item).getByText('tracker', { selector: 'mark' }),
    ).toBeVisible();
  });

  it('show a capability with its kind and server', async () => {
    renderSearch('create');
    const { link, item } = await itemOf(/Create an issue/);
    expect(link.getAttribute('href')).toMatch(
      /^\/sprintconnect\/discover\?capability=/,
    );
    expect(item).toHaveTextContent(/Tool.*Issue tracker.*production/);
    expect(within(item).getByRole('img', { name: 'Tool' })).toBeVisible();
  });

  it('show an older document with what it has', async () => {
    const document = { title: 'Bare', text: '', location: '/somewhere' };
    renderSearch('any', [{ type: 'mcp-capability', document, rank: 1 }]);
    const { link, item } = await itemOf(/Bare/);
    expect(link).toHaveAttribute('href', '/somewhere');
    expect(item).toHaveTextContent('MCP server');
  });

  it('can be narrowed to their types', async () => {
    renderSearch('issue');
    expect(await screen.findByText('MCP capabilities')).toBeVisible();
    // The type, and our entry in the sidebar.
    expect(screen.getAllByText('MCP servers')).toHaveLength(2);
  });
});
