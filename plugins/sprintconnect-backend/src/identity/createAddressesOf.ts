import type { Request } from 'express';

/** Where the plugin is reached: from outside, and by other backends. */
export interface BaseUrls {
  external: string;
  internal: string;
}

/**
 * The addresses that a request may have been sent to, from configuration: the `Host` header is whatever the client
 * says, and a proxy may have rewritten it.
 */
export function createAddressesOf({
  external,
  internal,
}: BaseUrls): (req: Pick<Request, 'originalUrl'>) => readonly string[] {
  const mount = new URL(internal).pathname.replace(/\/$/, '');
  const bases = [...new Set([external, internal])];
  return ({ originalUrl }) => {
    const path = originalUrl.startsWith(`${mount}/`)
      ? originalUrl.slice(mount.length)
      : originalUrl;
    return bases.map(base => base.replace(/\/$/, '') + path);
  };
}
