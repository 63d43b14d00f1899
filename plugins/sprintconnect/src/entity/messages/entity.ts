export const entity = {
  card: 'MCP server',
  healthCard: 'MCP server health',
  open: 'Open in SprintConnect',
  version: 'Version {{version}} is the current one.',
  versions: 'View versions',
  unregistered: {
    title: 'Not registered with SprintConnect yet',
    description:
      "SprintConnect adds servers from the catalog within a few seconds. If it can't, the reason appears here.",
  },
  faults: {
    unregistered: "SprintConnect couldn't register this entity",
    unchanged: "The last change to this entity wasn't applied to its server",
    partly: "Some parts of this entity weren't used",
  },
  refused: "You don't have access to this server",
} as const;
