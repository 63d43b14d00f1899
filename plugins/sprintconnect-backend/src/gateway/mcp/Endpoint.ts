export type { McpEndpoint as Endpoint } from '../call/McpEndpoint';
