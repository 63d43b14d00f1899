import type { LookupFunction, Socket } from 'node:net';
import type { Agent, buildConnector } from 'undici';
import { type ClientCertificate, EgressError } from '../ports';
import type { Resolve } from './createResolve';
import { type DestinationPolicy, hostOf } from './DestinationPolicy';
import { loadUndici } from './loadUndici';

/**
 * An undici agent whose every connection is judged three times: the port and a literal address before dialling, all
 * addresses of a name when it is resolved (the socket dials these and resolves no more), and the address that the
 * socket reached. Idle connections end within seconds, so that no pool outlives the DNS answer it was opened for.
 */
export function createDialer(options: {
  policy: DestinationPolicy;
  resolve: Resolve;
  connectTimeoutMs: number;
  /** Absent: we are nobody to servers. */
  clientCertificate?: ClientCertificate;
}): Agent {
  const { policy } = options;
  const undici = loadUndici();
  // The lookup is not told the port that it resolves for, so each port has a connector of its own.
  const connectors = new Map<number, buildConnector.connector>();
  const connectorOf = (port: number) => {
    const known = connectors.get(port);
    if (known) {
      return known;
    }
    const made = undici.buildConnector({
      // Must be given here: undici ignores a lookup that is passed along with each connect.
      lookup: checkedLookup(options.resolve, policy, port),
      timeout: options.connectTimeoutMs,
      allowH2: false,
      ...options.clientCertificate,
    } as buildConnector.BuildOptions);
    connectors.set(port, made);
    return made;
  };

  return new undici.Agent({
    allowH2: false,
    keepAliveTimeout: 2_000,
    keepAliveMaxTimeout: 4_000,
    clientTtl: 30_000,
    // The guards time headers and bodies; a second clock here would only give other messages.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 32 * 1024,
    connect(target, callback) {
      const host = hostOf(target.hostname);
      const port =
        Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
      const refusal = policy.refusalOfUrl(
        new URL(
          `${target.protocol}//${target.hostname.includes(':') ? `[${host}]` : host}:${port}/`,
        ),
      );
      if (refusal) {
        callback(refusal, null);
        return;
      }
      connectorOf(port)(target, (error, socket) => {
        if (error) {
          callback(error, null);
          return;
        }
        const wrong = refusalOfPeer(socket);
        if (wrong) {
          socket.destroy();
          callback(wrong, null);
          return;
        }
        callback(null, socket);
      });

      function refusalOfPeer(socket: Socket) {
        return policy.refusalOfAddress(host, port, socket.remoteAddress ?? '');
      }
    },
  });
}

function checkedLookup(
  resolve: Resolve,
  policy: DestinationPolicy,
  port: number,
): LookupFunction {
  return (hostname, options, callback) => {
    const fail = (error: Error) => callback(error, '', 0);
    resolve(hostname).then(addresses => {
      const [first] = addresses;
      if (!first) {
        fail(unresolved(hostname));
        return;
      }
      for (const { address } of addresses) {
        const refusal = policy.refusalOfAddress(hostname, port, address);
        if (refusal) {
          fail(refusal);
          return;
        }
      }
      if (options.all) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    }, fail);
  };
}

function unresolved(hostname: string): EgressError {
  return new EgressError(
    'name-not-resolved',
    `Couldn't reach ${hostname}: the host wasn't found; check the spelling.`,
  );
}
