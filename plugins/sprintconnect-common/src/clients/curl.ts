import { commandLine } from './commandLine';
import type { ClientFile, ClientTarget } from './ClientTarget';

const REVISION = '2026-07-28';

/** curl: asks an endpoint for its tools, as MCP 2026-07-28 has it: one request, without a session, that says all of the client in `_meta`. */
export function curl(target: ClientTarget): ClientFile {
  const { url, asks, variable } = target;
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/list',
    params: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': REVISION,
        'io.modelcontextprotocol/clientInfo': { name: 'curl', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  };
  const headers = {
    ...target.headers,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': REVISION,
    'Mcp-Method': body.method,
  };
  return {
    file: 'list-tools.sh',
    text: commandLine(['curl', url, '--data', JSON.stringify(body)], {
      ...target,
      headers,
    }),
    credential: asks ? { variable } : undefined,
  };
}
