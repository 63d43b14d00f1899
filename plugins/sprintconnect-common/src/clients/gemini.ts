import { commandLine } from './commandLine';
import {
  type ClientFile,
  type ClientTarget,
  headersOf,
  json,
  optional,
} from './ClientTarget';

/** Gemini CLI: `httpUrl` is Streamable HTTP there. `url` is HTTP+SSE, which later versions want said; earlier ones pass over `type`. */
export function gemini(target: ClientTarget): ClientFile {
  const { name, type, url, asks, variable } = target;
  const headers = headersOf(target, `Bearer \${${variable}}`);
  const address = type === 'sse' ? { url, type } : { httpUrl: url };
  return {
    file: '~/.gemini/settings.json',
    text: json({
      mcpServers: { [name]: { ...address, ...optional(headers) } },
    }),
    command: commandLine(
      ['gemini', 'mcp', 'add', '--transport', type, name, url],
      target,
    ),
    credential: asks ? { variable } : undefined,
  };
}
