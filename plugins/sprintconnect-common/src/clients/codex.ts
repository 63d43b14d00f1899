import { bridge } from './bridge';
import type { ClientFile, ClientTarget } from './ClientTarget';
import { quoted } from './commandLine';

/** Codex: a table of its TOML file. It speaks Streamable HTTP only, so that `mcp-remote` stands between where there is HTTP+SSE. */
export function codex(target: ClientTarget): ClientFile {
  const { name, type, url, headers, asks, variable } = target;
  const file = '~/.codex/config.toml';
  const title = `[mcp_servers.${text(name)}]`;
  if (type === 'sse') {
    const env = asks ? [`env = { ${text(variable)} = "Bearer <token>" }`] : [];
    const args = bridge(target).map(text).join(', ');
    return {
      file,
      text: [title, 'command = "npx"', `args = [${args}]`, ...env].join('\n'),
      credential: asks ? { placeholder: true } : undefined,
    };
  }
  const pairs = Object.entries(headers).map(
    ([header, value]) => `${text(header)} = ${text(value)}`,
  );
  return {
    file,
    text: [
      title,
      `url = ${text(url)}`,
      ...(pairs.length > 0 ? [`http_headers = { ${pairs.join(', ')} }`] : []),
      ...(asks ? [`bearer_token_env_var = ${text(variable)}`] : []),
    ].join('\n'),
    // Its command knows no other headers.
    ...(pairs.length === 0 && { command: commandOf(target) }),
    credential: asks ? { variable } : undefined,
  };
}

/** Where nobody says what the credential is, it has the person sign in, if the server asks for that. */
function commandOf({ name, url, asks, variable }: ClientTarget): string {
  const key = asks ? ['--bearer-token-env-var', variable] : [];
  return ['codex', 'mcp', 'add', name, '--url', url, ...key]
    .map(quoted)
    .join(' ');
}

/** A basic string of TOML 1.0, which escapes as JSON does, and DEL besides. */
function text(value: string): string {
  return JSON.stringify(value).replace(/\u007f/g, '\\u007f');
}
