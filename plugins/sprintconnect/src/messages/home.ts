export const home = {
  title: 'MCP servers that need attention',
  yours: 'Yours',
  more_one: '{{count}} more server',
  more_other: '{{count}} more servers',
  total_one: '{{count}} server needs attention',
  total_other: '{{count}} servers need attention',
  well: {
    title: 'All good',
    description: 'No servers are degraded or unhealthy.',
  },
  refused: "You don't have access to MCP servers",
} as const;
