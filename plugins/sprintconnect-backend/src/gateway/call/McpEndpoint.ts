/** Which MCP endpoint was asked: that of one server, or, without one, that of everything that the caller may use. */
export interface McpEndpoint {
  server?: { environment: string; name: string };
}
