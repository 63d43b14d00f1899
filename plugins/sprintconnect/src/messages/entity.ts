export const entity = {
  card: 'MCP server',
  healthCard: 'MCP server health',
  open: 'Open in SprintConnect',
  unregistered: {
    title: 'Not registered with SprintConnect yet',
    description:
      'The catalog knows this server, and SprintConnect takes it in within a few seconds. If it does not appear, the entity may lack valid remotes, or its environment may not be configured.',
  },
  refused: 'You may not see this server',
} as const;
