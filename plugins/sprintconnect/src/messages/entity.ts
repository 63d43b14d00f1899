export const entity = {
  card: 'MCP server',
  healthCard: 'MCP server health',
  open: 'Open in SprintConnect',
  unregistered: {
    title: 'Not registered with SprintConnect yet',
    description:
      'SprintConnect registers it within a few seconds of the catalog. If it cannot, the reason appears here.',
  },
  faults: {
    unregistered: 'SprintConnect did not register this entity',
    unchanged: 'The last change of this entity was not applied to its server',
    partly: 'Parts of this entity were not used',
  },
  refused: 'You may not see this server',
} as const;
