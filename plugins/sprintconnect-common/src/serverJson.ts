import type { Remote } from './remotes';
import type { Server } from './servers';

const SCHEMA =
  'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';
/** Bounds of server.json, which are tighter than ours. */
const TEXT_LENGTH = 100;
/** server.json demands a version; the registry knows none that would not change with each release. */
const NO_VERSION = '0.0.0';

/**
 * One remote as server.json writes it. Headers are a list there, and an object in our REST contract.
 *
 * @public
 */
export interface ServerJsonRemote {
  /** `streamable-http` or `sse`; in entities also `stdio`. */
  type: string;
  /** Where it is reached; of `stdio` the name of an entry. */
  url: string;
  /** Sent with every request. Default: none. */
  headers?: { name: string; value: string }[];
}

/** A remote in the shape that server.json and the `remotes` of Backstage's model share. @public */
export function toServerJsonRemote(remote: Remote): ServerJsonRemote {
  const headers = Object.entries(
    remote.type === 'stdio' ? {} : (remote.headers ?? {}),
  ).map(([name, value]) => ({ name, value }));
  return {
    type: remote.type,
    url: remote.url,
    ...(headers.length > 0 ? { headers } : {}),
  };
}

function shortened(words: string): string {
  const characters = [...words];
  return characters.length <= TEXT_LENGTH
    ? words
    : `${characters
        .slice(0, TEXT_LENGTH - 1)
        .join('')
        .trimEnd()}…`;
}

/**
 * The server.json text of a server (schema 2025-12-11 of the official MCP registry): its identity and where
 * it is reached. The name lives under `internal.`, the top-level domain reserved for private use, so that it
 * never meets one of a public registry. stdio remotes are left out: server.json knows only http ones.
 *
 * @public
 */
export function toServerJson(
  server: Pick<
    Server,
    'name' | 'title' | 'description' | 'environment' | 'remotes'
  >,
): string {
  const remotes = server.remotes
    .filter(remote => remote.type !== 'stdio')
    .map(toServerJsonRemote);
  const description =
    server.description?.replace(/\s+/g, ' ').trim() ||
    server.title ||
    `MCP server ${server.name}`;
  const document = {
    $schema: SCHEMA,
    name: `internal.sprintconnect.${server.environment}/${server.name}`,
    ...(server.title ? { title: shortened(server.title) } : {}),
    description: shortened(description),
    version: NO_VERSION,
    ...(remotes.length > 0 ? { remotes } : {}),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
