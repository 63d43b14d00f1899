export const servers = {
  title: 'MCP servers',
  description: 'Every MCP server of the organisation, and what it can do.',
  search: {
    label: 'Search servers',
    placeholder: 'Search by name, title or description',
  },
  filters: {
    environment: 'Environment',
    status: 'Status',
    health: 'Health',
    owner: 'Owner',
    tag: 'Tag',
    lifecycle: 'Lifecycle',
  },
  total_one: '{{count}} server',
  total_other: '{{count}} servers',
  columns: {
    name: 'Name',
    environment: 'Environment',
    discovery: 'Discovery',
    health: 'Health',
    offers: 'Offers',
    owner: 'Owner',
    era: 'Protocol',
  },
  discovery: {
    running: 'Discovering…',
    waiting: 'Not yet discovered',
    done: 'Discovered',
    failed: 'Discovery failed',
    partial: 'Discovered in part',
  },
  nothingOffered: 'Nothing yet',
  empty: {
    title: 'No servers yet',
    description:
      'Register an MCP server and SprintConnect connects to it, lists what it offers, and keeps watching for changes.',
    byForm: 'By form',
    byFormText:
      'Give a name and an address. Discovery starts at once and you can watch it.',
    byCatalog: 'By catalog entity',
    byCatalogText:
      'Put this next to the code as catalog-info.yaml. The server appears here, and goes away with the entity.',
    snippetLabel: 'Copy the catalog-info.yaml example',
  },
  noMatch: {
    title: 'No server matches',
    description: 'Try other words, or clear the filters.',
  },
  refused: 'You may not see MCP servers',
} as const;
