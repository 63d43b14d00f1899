export const home = {
  title: 'MCP servers that need attention',
  yours: 'Yours',
  more_one: '{{count, number}} more server',
  more_other: '{{count, number}} more servers',
  total_one: '{{count, number}} server needs attention',
  total_other: '{{count, number}} servers need attention',
  well: {
    title: 'All good',
    description: 'No servers are degraded or unhealthy.',
  },
  refused: "You don't have access to MCP servers",
  whoCanGrant: 'See who can grant it',
} as const;
