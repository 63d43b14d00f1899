import { type Socket, connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { EgressError } from '../ports';
import { AddressRange, bitsOf } from './addresses/AddressRange';
import { isAddress } from './addresses/classifyAddress';
import type { DialerOptions, EgressProxy } from './DialerOptions';
import { tlsOptions } from './tlsOptions';
import { hostOf, portOf } from './DestinationPolicy';
import { resolveChecked } from './resolveChecked';

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
const END_OF_HEAD = '\r\n\r\n';

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

interface Asked {
  socket: Socket;
  /** What it is asked to connect to. */
  host: string;
  port: number;
  timeoutMs: number;
}

async function askFor(
  { url }: EgressProxy,
  { host, port }: { host: string; port: number },
  { connectTimeoutMs: timeoutMs, tls }: DialerOptions,
): Promise<Socket> {
  const to = { host: hostOf(url.hostname), port: portOf(url) };
  const isTls = url.protocol === 'https:';
  const socket = isTls
    ? connectTls({
        ...to,
        servername: isAddress(to.host) ? '' : to.host,
        ...tlsOptions(tls),
      })
    : connectTcp(to);
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  socket.once(isTls ? 'secureConnect' : 'connect', () => {
    const lines = [
      `CONNECT ${authority} HTTP/1.1`,
      `Host: ${authority}`,
      ...credentialsOf(url),
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
  await answerOf(url, { socket, host, port, timeoutMs });
  return socket;
}

/** Waits for the proxy to say yes. */
function answerOf(url: URL, asked: Asked): Promise<void> {
  const { socket, host, port, timeoutMs } = asked;
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0);
    const timer = setTimeout(
      () => end({ why: "didn't respond in time", isLate: true }),
      timeoutMs,
    );
    socket.once('error', cause => end({ why: "can't be reached", cause }));
    socket.once('close', () => end({ why: 'closed the connection' }));
    socket.on('data', (piece: Buffer) => {
      answer = Buffer.concat([answer, piece]);
      const said = judgeAnswer(answer);
      if (said === 'yes') {
        // Nobody was spoken to yet behind the proxy, so that what follows is the first of it.
        socket.pause();
        const rest = answer.subarray(answer.indexOf(END_OF_HEAD) + 4);
        if (rest.length > 0) socket.unshift(rest);
        end();
      } else if (said) end({ why: said });
    });

    function end(no?: { why: string; cause?: unknown; isLate?: true }) {
      clearTimeout(timer);
      for (const event of ['data', 'error', 'close']) {
        socket.removeAllListeners(event);
      }
      if (!no) {
        resolve();
        return;
      }
      socket.on('error', () => {});
      socket.destroy();
      const { why, cause, isLate } = no;
      const code = isLate ? 'timed-out' : 'connection-failed';
      const message = `Couldn't reach ${host}:${port}: the proxy ${url.host} ${why}.`;
      reject(new EgressError(code, message, { cause }));
    }
  });
}

/** What the beginning of an answer says: undefined where it is not complete yet, or in words why it is a no. */
function judgeAnswer(answer: Buffer): string | undefined {
  const isWhole = answer.includes(END_OF_HEAD);
  if (!isWhole && answer.length < ANSWER_BYTES_MAX) return undefined;
  const [, status] =
    /^HTTP\/1\.[01] (\d{3})/.exec(answer.toString('latin1')) ?? [];
  if (isWhole && status?.startsWith('2')) return 'yes';
  const what = status ? `HTTP ${status}` : 'something else than HTTP';
  return `answered ${what} when asked to connect`;
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
