import {
  type ClientFile,
  type ClientTarget,
  headersOf,
  json,
  optional,
} from './ClientTarget';

/** The file that most clients read, MCP Inspector among them (its `--config`). None says where such a file would take a credential from. */
export function plainJson(target: ClientTarget): ClientFile {
  const { name, url, asks } = target;
  const type = target.type === 'http' ? 'streamable-http' : target.type;
  const headers = headersOf(target, 'Bearer <token>');
  return {
    file: 'mcp.json',
    text: json({ mcpServers: { [name]: { type, url, ...optional(headers) } } }),
    credential: asks ? { placeholder: true } : undefined,
  };
}
