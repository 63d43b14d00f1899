import type { Remote } from '../remotes';
import type { Server } from '../servers';
import type { ClientTarget } from './ClientTarget';

type HttpRemote = Exclude<Remote, { type: 'stdio' }>;

/**
 * What clients connect to; undefined where the server has no address, because it is a process beside the portal.
 *
 * @remarks
 *
 * Addresses and headers come from whoever registered the server. Clients replace `${NAME}`, and some `$NAME`, by what stands in
 * the reader's environment, so such text is made harmless: otherwise a registration could have readers send their
 * secrets to it.
 */
export function toClientTarget(
  server: Pick<Server, 'name' | 'remotes' | 'credentialRef'>,
): ClientTarget | undefined {
  const remote = server.remotes.find(isHttp);
  if (!remote) return undefined;
  return {
    name: nameOf(server),
    type: remote.type === 'sse' ? 'sse' : 'http',
    url: harmlessUrl(remote.url),
    headers: harmlessHeaders(remote),
    asks: server.credentialRef !== undefined,
    variable: variableOf(server.name),
  };
}

function isHttp(remote: Remote): remote is HttpRemote {
  return remote.type !== 'stdio';
}

/** As a client calls it. A name may begin with "-", which commands would take for an option. */
export function nameOf({ name }: { name: string }): string {
  return name.replace(/^(?=[^a-zA-Z0-9])/, 'mcp');
}

/** Clients replace `${NAME}`. */
export function harmlessUrl(url: string): string {
  return new URL(url).href
    .replace(/\{/g, '%7B')
    .replace(/\}/g, '%7D')
    .replace(/\$/g, '%24');
}

function harmlessHeaders(remote: HttpRemote): Record<string, string> {
  return Object.fromEntries(
    Object.entries(remote.headers ?? {}).filter(
      ([name, value]) => !`${name}${value}`.includes('$'),
    ),
  );
}

function variableOf(name: string): string {
  return `${name.replace(/[^a-zA-Z0-9]/g, '_').toUpperCase()}_TOKEN`.replace(
    /^(?=\d)/,
    '_',
  );
}
