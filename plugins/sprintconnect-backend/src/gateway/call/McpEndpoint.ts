/** An MCP endpoint of ours: that of one server, by its names, or, without one, that of all that the caller may use. */
export interface McpEndpoint {
  server?: { environment: string; name: string };
}
