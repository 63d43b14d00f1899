import { commandLine } from './commandLine';
import {
  type ClientFile,
  type ClientTarget,
  headersOf,
  json,
  optional,
} from './ClientTarget';

/** Claude Code: a file of the project (docs: "Connect Claude Code to tools via MCP"). */
export function claudeCode(target: ClientTarget): ClientFile {
  const { name, type, url, asks, variable } = target;
  const headers = headersOf(target, `Bearer \${${variable}}`);
  return {
    file: '.mcp.json',
    text: json({ mcpServers: { [name]: { type, url, ...optional(headers) } } }),
    command: commandLine(
      ['claude', 'mcp', 'add', '--transport', type, name, url],
      target,
    ),
    credential: asks ? { variable } : undefined,
  };
}
