import type {
  SearchQuery,
  SearchResult,
  SearchResultSet,
} from '@backstage/plugin-search-common';
import { pageOfServer } from '@sprintconnect/plugin-sprintconnect-common';
import { servers } from './fixtures';
import { searchable, searchServers } from './searchFixtures';

const all = [...servers, ...searchServers];

/** What the search module of the backend indexes, as the portal's search answers it. */
const documents = [
  ...all.map(({ id, name, title, description, environment, health }) => ({
    type: 'mcp-server',
    document: {
      title: title ?? name,
      text: description ?? '',
      location: pageOfServer(id),
      kind: 'mcp-server',
      environment,
      health: health.status,
    },
  })),
  ...searchable.map(capability => {
    const server = all.find(each => each.id === capability.serverId);
    return {
      type: 'mcp-capability',
      document: {
        title: capability.title ?? capability.name,
        text: capability.description ?? '',
        location: `/sprintconnect/discover?capability=${capability.id}`,
        kind: 'mcp-capability',
        capabilityKind: capability.kind,
        serverName: server?.title ?? server?.name,
        environment: server?.environment,
      },
    };
  }),
];

const PRE = '<hit>';
const POST = '</hit>';

export function searchDocuments(query: SearchQuery): SearchResultSet {
  const term = query.term.trim().replace(/[^\p{L}\p{N} ]/gu, '');
  const pattern = new RegExp(`(${term})`, 'giu');
  const mark = (text: string) =>
    term ? text.replace(pattern, `${PRE}$1${POST}`) : text;
  const found = documents
    .filter(each => !query.types?.length || query.types.includes(each.type))
    .filter(({ document }) =>
      `${document.title} ${document.text}`
        .toLowerCase()
        .includes(term.toLowerCase()),
    );
  const results: SearchResult[] = found.map(({ type, document }, index) => ({
    type,
    document,
    rank: index + 1,
    highlight: {
      preTag: PRE,
      postTag: POST,
      fields: { title: mark(document.title), text: mark(document.text) },
    },
  }));
  return {
    results: results.slice(0, query.pageLimit ?? 25),
    numberOfResults: results.length,
  };
}
