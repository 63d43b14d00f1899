import type {
  Remote,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';

/** The clients whose file formats we write. `json` is the remotes alone, as in a registry's server.json. */
export const clientNames = ['claude', 'vscode', 'cursor', 'json'] as const;
export type ClientName = (typeof clientNames)[number];

export interface ClientFile {
  /** Where the client looks for it. */
  file: string;
  text: string;
  /** A command that does the same. */
  command?: string;
  /** What the file takes the credential from, where the server asks for one. */
  credential?: { variable: string } | { prompt: true };
}

type Configured = Pick<
  Server,
  'name' | 'title' | 'description' | 'remotes' | 'credentialRef'
>;
type HttpRemote = Exclude<Remote, { type: 'stdio' }>;

/**
 * The configuration with which a client connects to the server, in the client's own format; undefined where
 * the server has no address to connect to, because it is a process beside the portal.
 *
 * @remarks
 *
 * Addresses and headers come from whoever registered the server. Clients replace `${NAME}` in them by what
 * stands in the reader's environment, so such text is made harmless: otherwise a registration could have
 * readers send their secrets to it. For the same reason the command line is quoted.
 */
export function clientConfiguration(
  server: Configured,
  client: ClientName,
): ClientFile | undefined {
  const remote = server.remotes.find(isHttp);
  if (!remote) return undefined;
  const url = harmlessUrl(remote.url);
  const headers = harmlessHeaders(remote);
  const variable = variableOf(server.name);
  const asks = server.credentialRef !== undefined;

  switch (client) {
    case 'claude': {
      const type = remote.type === 'sse' ? 'sse' : 'http';
      const all = asks
        ? { ...headers, Authorization: `Bearer \${${variable}}` }
        : headers;
      return {
        file: '.mcp.json',
        text: json({
          mcpServers: { [server.name]: { type, url, ...optional(all) } },
        }),
        command: claudeCommand({ name: server.name, type, url, headers: all }),
        credential: asks ? { variable } : undefined,
      };
    }
    case 'vscode': {
      const type = remote.type === 'sse' ? 'sse' : 'http';
      const id = `${server.name}-token`;
      const all = asks
        ? { ...headers, Authorization: `Bearer \${input:${id}}` }
        : headers;
      const inputs = [
        {
          type: 'promptString',
          id,
          description: `Token for ${server.name}`,
          password: true,
        },
      ];
      return {
        file: '.vscode/mcp.json',
        text: json({
          ...(asks ? { inputs } : {}),
          servers: { [server.name]: { type, url, ...optional(all) } },
        }),
        credential: asks ? { prompt: true } : undefined,
      };
    }
    case 'cursor': {
      const all = asks
        ? { ...headers, Authorization: `Bearer \${env:${variable}}` }
        : headers;
      return {
        file: '.cursor/mcp.json',
        text: json({
          mcpServers: { [server.name]: { url, ...optional(all) } },
        }),
        credential: asks ? { variable } : undefined,
      };
    }
    case 'json':
      return {
        file: 'server.json',
        text: json({
          name: server.name,
          ...(server.title ? { title: server.title } : {}),
          ...(server.description ? { description: server.description } : {}),
          remotes: server.remotes.filter(isHttp),
        }),
      };
    default:
      throw new Error(`Unknown client: ${client satisfies never}`);
  }
}

function isHttp(remote: Remote): remote is HttpRemote {
  return remote.type !== 'stdio';
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function optional(headers: Record<string, string>) {
  return Object.keys(headers).length > 0 ? { headers } : {};
}

function harmlessUrl(url: string): string {
  return new URL(url).href.replace(/\{/g, '%7B').replace(/\}/g, '%7D');
}

function harmlessHeaders(remote: HttpRemote): Record<string, string> {
  return Object.fromEntries(
    Object.entries(remote.headers ?? {}).filter(
      ([name, value]) => !`${name}${value}`.includes('${'),
    ),
  );
}

function variableOf(name: string): string {
  return `${name.replace(/[^a-zA-Z0-9]/g, '_').toUpperCase()}_TOKEN`.replace(
    /^(?=\d)/,
    '_',
  );
}

function claudeCommand(server: {
  name: string;
  type: string;
  url: string;
  headers: Record<string, string>;
}): string {
  const headers = Object.entries(server.headers).map(([name, value]) =>
    // The only text of ours: the shell is meant to fill in the variable of the credential.
    name === 'Authorization' && value.startsWith('Bearer ${')
      ? `--header "${name}: ${value}"`
      : `--header ${quoted(`${name}: ${value}`)}`,
  );
  const add = ['claude mcp add --transport', server.type, quoted(server.name)];
  // A line for each header: in a narrow place a command would break within its words.
  return [[...add, quoted(server.url)].join(' '), ...headers].join(' \\\n  ');
}

/** A word for a POSIX shell. */
function quoted(text: string): string {
  return /^[a-zA-Z0-9_./:@=-]+$/.test(text)
    ? text
    : `'${text.replace(/'/g, `'\\''`)}'`;
}
