/** Which MCP endpoint was asked: that of one server, or, without one, that of everything that the caller may use. */
export interface Endpoint {
  server?: { environment: string; name: string };
}
