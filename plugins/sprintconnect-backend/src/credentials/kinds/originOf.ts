import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';

const LOOPBACK = /^(localhost|([a-z0-9-]+\.)+localhost|127(\.\d+){3}|\[::1\])$/;

/** Scheme, host and port of an http address, the default port left out (RFC 6454, section 6.2). Pure. */
export function originOf(url: string | URL): string {
  return new URL(url).origin;
}

/** Where the http remotes of a server lead, each once. Pure. */
export function originsOf(remotes: readonly Remote[]): string[] {
  const http = remotes.filter(({ type }) => type !== 'stdio');
  return [...new Set(http.map(({ url }) => originOf(url)))];
}

/** Whether what is sent there can be read by others on the way. Pure. */
export function isOpenOnTheWay(
  origin: string,
  allowHttp: readonly string[],
): boolean {
  const { protocol, hostname } = new URL(origin);
  return (
    protocol === 'http:' &&
    !LOOPBACK.test(hostname) &&
    !allowHttp.includes(hostname)
  );
}
