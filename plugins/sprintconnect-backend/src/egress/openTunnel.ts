import { type Socket, connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { EgressError } from '../ports';
import { AddressRange, bitsOf } from './addresses/AddressRange';
import { isAddress } from './addresses/classifyAddress';
import type { DialerOptions } from './createDialer';
import { tlsOptions } from './tlsOptions';
import { hostOf, portOf } from './DestinationPolicy';
import { resolveChecked } from './resolveChecked';

/** The proxy of the company. */
export interface EgressProxy {
  /** `http:` or `https:`, with a user and password where it wants them. */
  url: URL;
  /** Host names, with a dot before them for those below, and address ranges, which are dialled. */
  noProxy: readonly string[];
  /**
   * What it is asked for. `address`: one that was judged, which it can only dial. `name`: the name, whose addresses are judged where they are
   * known here; what the proxy dials in the end is for the proxy to judge.
   */
  connectTo: 'address' | 'name';
}

/** A way through the proxy (RFC 9110, section 9.3.6: CONNECT). */
export interface Tunnel {
  isFor(host: string): boolean;
  /** Gives the address that the proxy was asked for; absent where it was a name that is not known here. */
  open(place: {
    host: string;
    port: number;
  }): Promise<{ socket: Socket; address?: string }>;
}

const ANSWER_BYTES_MAX = 16 * 1024;

export function openTunnel(proxy: EgressProxy, options: DialerOptions): Tunnel {
  const isDialled = exceptionsOf(proxy.noProxy);
  return {
    isFor: host => !isDialled(host),
    async open(place) {
      const address = await addressFor(proxy, place, options);
      const host = proxy.connectTo === 'name' ? place.host : address!;
      const socket = await askFor(proxy, { ...place, host }, options);
      return { socket, address };
    },
  };
}

async function addressFor(
  { connectTo }: EgressProxy,
  { host, port }: { host: string; port: number },
  options: DialerOptions,
): Promise<string | undefined> {
  if (isAddress(host)) return host;
  try {
    const [first] = await resolveChecked(host, port, options);
    return first.address;
  } catch (error) {
    const isUnknown =
      !(error instanceof EgressError) || error.code === 'name-not-resolved';
    if (connectTo === 'name' && isUnknown) return undefined;
    throw error;
  }
}

function askFor(
  { url }: EgressProxy,
  { host, port }: { host: string; port: number },
  { connectTimeoutMs, tls }: DialerOptions,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const to = { host: hostOf(url.hostname), port: portOf(url) };
    const socket =
      url.protocol === 'https:'
        ? connectTls({
            ...to,
            servername: isAddress(to.host) ? '' : to.host,
            ...tlsOptions(tls),
          })
        : connectTcp(to);
    const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    let answer = Buffer.alloc(0);
    const give = (error?: EgressError) => {
      clearTimeout(timer);
      socket
        .removeAllListeners('data')
        .removeAllListeners('error')
        .removeAllListeners('close');
      if (error) {
        socket.on('error', () => {});
        socket.destroy();
        reject(error);
      } else {
        resolve(socket);
      }
    };
    const timer = setTimeout(
      () => give(broken('timed-out', "the proxy didn't respond in time")),
      connectTimeoutMs,
    );
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      socket.write(
        [
          `CONNECT ${authority} HTTP/1.1`,
          `Host: ${authority}`,
          ...credentialsOf(url),
          '',
          '',
        ].join('\r\n'),
      );
    });
    socket.once('error', cause =>
      give(
        broken(
          'connection-failed',
          `the proxy ${url.host} can't be reached`,
          cause,
        ),
      ),
    );
    socket.once('close', () =>
      give(
        broken(
          'connection-failed',
          `the proxy ${url.host} closed the connection`,
        ),
      ),
    );
    socket.on('data', (piece: Buffer) => {
      answer = Buffer.concat([answer, piece]);
      const end = answer.indexOf('\r\n\r\n');
      if (end < 0 && answer.length < ANSWER_BYTES_MAX) return;
      const [, status] =
        /^HTTP\/1\.[01] (\d{3})/.exec(answer.toString('latin1')) ?? [];
      if (end >= 0 && status?.startsWith('2')) {
        // Who was asked for has not been spoken to yet, so that nothing may follow.
        socket.pause();
        const rest = answer.subarray(end + 4);
        if (rest.length > 0) socket.unshift(rest);
        give();
      } else {
        give(
          broken(
            'connection-failed',
            `the proxy ${url.host} answered ${status ? `HTTP ${status}` : 'something else than HTTP'} when asked to connect`,
          ),
        );
      }
    });
  });

  function broken(
    code: 'timed-out' | 'connection-failed',
    why: string,
    cause?: unknown,
  ) {
    return new EgressError(code, `Couldn't reach ${host}:${port}: ${why}.`, {
      cause,
    });
  }
}

function credentialsOf({ username, password }: URL): string[] {
  if (!username) return [];
  const pair = [username, password].map(decodeURIComponent).join(':');
  return [`Proxy-Authorization: Basic ${Buffer.from(pair).toString('base64')}`];
}

/** Of hosts that are dialled without the proxy. */
function exceptionsOf(noProxy: readonly string[]): (host: string) => boolean {
  const ranges = noProxy.flatMap(each => {
    const range = AddressRange.read(each);
    return 'fault' in range ? [] : [range];
  });
  const names = noProxy.map(each => each.toLowerCase());
  return host => {
    const bits = bitsOf(host);
    if (bits) return ranges.some(range => range.has(bits));
    const name = host.toLowerCase().replace(/\.$/, '');
    return names.some(each =>
      each.startsWith('.') ? name.endsWith(each) : name === each,
    );
  };
}
