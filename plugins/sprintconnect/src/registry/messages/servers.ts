export const servers = {
  title: 'MCP servers',
  create: 'New server',
  description: 'Every MCP server in your organisation and what it can do.',
  search: {
    label: 'Search servers',
    placeholder: 'Search by name, title, or description',
  },
  filters: {
    environment: 'Environment',
    status: 'Status',
    health: 'Health',
    owner: 'Owner',
    tag: 'Tag',
    lifecycle: 'Lifecycle',
    mine: 'Owned by me',
    starred: 'Starred',
  },
  star: 'Star {{name}}',
  starredFirst:
    'Only the first {{shown, number}} of your {{count, number}} starred APIs are searched.',
  similar: 'Similar spelling',
  similarMeaning:
    'Its name, title, or description contains words spelled like yours.',
  total_one: '{{count, number}} server',
  total_other: '{{count, number}} servers',
  columns: {
    name: 'Name',
    environment: 'Environment',
    discovery: 'Last refreshed',
    health: 'Health',
    offers: 'Capabilities',
    tools: 'Tools',
    owner: 'Owner',
    era: 'Protocol',
  },
  orderBy: 'Sort by',
  ascending: {
    name: 'Name, A to Z',
    health: 'Health, worst first',
    lastDiscoveredAt: 'Last refreshed, oldest first',
    tools: 'Tools, fewest first',
  },
  descending: {
    name: 'Name, Z to A',
    health: 'Health, best first',
    lastDiscoveredAt: 'Last refreshed, newest first',
    tools: 'Tools, most first',
  },
  discovery: {
    running: 'Refreshing…',
    waiting: 'Not refreshed yet',
    failed: 'Refresh failed',
    login: 'Needs a login',
    partial: 'Partly refreshed',
    lastGood: 'last success {{time}}',
  },
  nothingOffered: 'None yet',
  empty: {
    title: 'No servers yet',
    description:
      'Register an MCP server. SprintConnect lists its capabilities and tracks changes.',
    byForm: 'Use the form',
    byFormText: 'Enter a name and a URL, and see its tools right away.',
    byTemplate: 'Use a template',
    byTemplateText:
      'Answer a few questions to get a new server with tests, CI, and a catalog entity.',
    byCatalog: 'Use the catalog',
    byCatalogText:
      'Add this to your repository as catalog-info.yaml. SprintConnect adds the server, and retires it when the entity is removed.',
    snippetLabel: 'Copy the catalog-info.yaml example',
  },
  noMatch: {
    title: 'No matching servers',
    description: 'Try different words or clear the filters.',
  },
  noStars: {
    title: "You haven't starred a server yet",
    description:
      'Star a server in the list or on its page to find it here. It gets the same star in the catalog.',
    showAll: 'Show all servers',
  },
  refused: "You don't have access to MCP servers",
} as const;
