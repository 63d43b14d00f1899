import type { LookupFunction, Socket } from 'node:net';
import type { Agent, buildConnector } from 'undici';
import type { ClientCertificate, EgressError } from '../ports';
import { type DestinationPolicy, hostOf } from './DestinationPolicy';
import type { DialerOptions } from './DialerOptions';
import { loadUndici } from './loadUndici';
import { openTunnel } from './openTunnel';
import { type OpenPlace, OpenSockets } from './OpenSockets';
import { resolveChecked } from './resolveChecked';
import { tlsOptions } from './tlsOptions';

export interface Dialer {
  agent: Agent;
  /** Ends the connections that the policy now in force would not make. */
  rejudge(): void;
  /** Dials as whom a certificate names, for one request: no connection is shared with another. To be ended. */
  as(clientCertificate: ClientCertificate): { agent: Agent; end(): void };
}

type Target = buildConnector.Options;
type Connected = buildConnector.Callback;

/**
 * An undici agent whose every connection is judged three times: the port and a literal address before dialling, all
 * addresses of a name when it is resolved (the socket dials these and resolves no more), and the address that the
 * socket reached. Idle connections end within seconds, so that no pool outlives the DNS answer it was opened for; those that
 * are open are judged again when the policy is another.
 */
export function createDialer(
  options: DialerOptions,
  open = new OpenSockets(),
): Dialer {
  const undici = loadUndici();
  const connect = connectorOf(options);
  const tunnel = options.proxy && openTunnel(options.proxy, options);

  const agent = new undici.Agent({
    allowH2: false,
    keepAliveTimeout: 2_000,
    keepAliveMaxTimeout: 4_000,
    clientTtl: 30_000,
    // The guards time headers and bodies; a second clock here would only give other messages.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 32 * 1024,
    connect(target: Target, callback: Connected) {
      const place = placeOf(target);
      let leave: (() => void) | undefined;
      const fail = (error: Error) => {
        leave?.();
        callback(error, null);
      };
      const refusal = options.policy().refusalOfUrl(urlOf(target, place));
      if (refusal) {
        fail(refusal);
        return;
      }
      try {
        leave = options.turnstile?.enter(`${place.host}:${place.port}`);
      } catch (error) {
        fail(error as Error);
        return;
      }
      const take = (socket: Socket, address: string | undefined) => {
        const wrong = judged(options.policy(), { ...place, address });
        if (wrong) {
          socket.destroy();
          fail(wrong);
          return;
        }
        if (leave) socket.once('close', leave);
        open.add(socket, { ...place, address });
        callback(null, socket);
      };
      if (tunnel?.isFor(place.host)) {
        tunnel.open(place).then(
          ({ socket, address }) =>
            connect(
              place.port,
              // Of http nothing more is to be done.
              target.protocol === 'https:'
                ? { ...target, httpSocket: socket }
                : { ...target, made: socket },
              (error, made) => {
                if (error) fail(error);
                else take(made, address);
              },
            ),
          fail,
        );
        return;
      }
      connect(place.port, target, (error, socket) => {
        if (error) fail(error);
        else take(socket, socket.remoteAddress ?? '');
      });
    },
  });
  return {
    agent,
    rejudge: () => open.endThose(place => judged(options.policy(), place)),
    as(clientCertificate) {
      const own = createDialer({ ...options, clientCertificate }, open);
      return {
        agent: own.agent,
        // With the answer that is under way, which goes on.
        end: () => void own.agent.close().catch(() => {}),
      };
    },
  };
}

/** What is wrong with a connection; where only its proxy knows the address, with the name. */
function judged(
  policy: DestinationPolicy,
  { host, port, address }: OpenPlace,
): EgressError | undefined {
  return address === undefined
    ? policy.verdictOnName(host, port)?.refusal
    : policy.refusalOfAddress(host, port, address);
}

function placeOf(target: Target): { host: string; port: number } {
  return {
    host: hostOf(target.hostname),
    port: Number(target.port) || (target.protocol === 'https:' ? 443 : 80),
  };
}

function urlOf(
  { protocol }: Target,
  { host, port }: { host: string; port: number },
): URL {
  return new URL(
    `${protocol}//${host.includes(':') ? `[${host}]` : host}:${port}/`,
  );
}

type Connect = (
  port: number,
  target: Target & { made?: Socket },
  done: (...result: [Error, null] | [null, Socket]) => void,
) => void;

/** The lookup is not told the port that it resolves for, so each port has a connector of its own. */
function connectorOf(options: DialerOptions): Connect {
  const connectors = new Map<number, buildConnector.connector>();
  return (port, { made, ...target }, done) => {
    if (made) {
      done(null, made);
      return;
    }
    let connector = connectors.get(port);
    if (!connector) {
      connector = loadUndici().buildConnector({
        // Must be given here: undici ignores a lookup that is passed along with each connect.
        lookup: checkedLookup(options, port),
        timeout: options.connectTimeoutMs,
        allowH2: false,
        ...tlsOptions(options.tls),
        ...options.clientCertificate,
      } as buildConnector.BuildOptions);
      connectors.set(port, connector);
    }
    connector(target, (error, socket) => {
      if (error) done(error, null);
      else done(null, socket as Socket);
    });
  };
}

function checkedLookup(
  { resolve, policy }: DialerOptions,
  port: number,
): LookupFunction {
  return (hostname, options, callback) => {
    const fail = (error: Error) => callback(error, '', 0);
    resolveChecked(hostname, port, { resolve, policy }).then(addresses => {
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    }, fail);
  };
}
