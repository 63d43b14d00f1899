export const search = {
  server: 'MCP server',
} as const;
