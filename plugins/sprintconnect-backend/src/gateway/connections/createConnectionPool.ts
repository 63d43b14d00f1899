import {
  type UpstreamChannel,
  UpstreamError,
  type UpstreamTarget,
} from '../../upstream';
import type { CallEnd } from './CallBreaker';
import { ChannelShelf } from './ChannelShelf';
import {
  type ConnectionPool,
  ConnectionRefused,
  type WantedConnection,
} from './ConnectionPool';
import type { ConnectionPoolDeps } from './ConnectionPoolDeps';
import { keyOf, ServerConnections, serverKeyOf } from './ServerConnections';

/** A connection that does not end by itself is left behind after so long. */
const CLOSE_MS = 5_000;
/** Failures of these codes say that the server cannot be reached. */
const UNREACHABLE = new Set(['dns', 'refused', 'tls']);
/** So do these, when nothing but a connection was asked for. */
const UNREACHABLE_AT_FIRST = new Set([...UNREACHABLE, 'timeout', 'http-5xx']);

class Pool implements ConnectionPool {
  readonly #deps: ConnectionPoolDeps;
  readonly #shelf: ChannelShelf;
  /** By server, as it was registered when it was used last. */
  readonly #servers = new Map<string, ServerConnections>();
  readonly #underWay = new Set<Promise<unknown>>();
  /** Servers that somebody waits at, whatever became of their registration. */
  readonly #busy = new Map<ServerConnections, number>();
  #isStopping = false;

  constructor(deps: ConnectionPoolDeps) {
    this.#deps = deps;
    this.#shelf = new ChannelShelf(deps.settings);
  }

  async use<T>(
    wanted: WantedConnection,
    signal: AbortSignal,
    work: (channel: UpstreamChannel) => Promise<T>,
  ): Promise<T> {
    if (this.#isStopping) throw stopping();
    const using = this.#use(wanted, signal, work);
    this.#underWay.add(using);
    try {
      return await using;
    } finally {
      this.#underWay.delete(using);
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    for (const server of this.#busy.keys()) {
      server.bulkhead.turnAway(stopping());
    }
    await within(graceMs, Promise.allSettled(this.#underWay));
    await within(CLOSE_MS, this.#shelf.endAll());
    await within(CLOSE_MS, Promise.allSettled(this.#underWay));
    this.#servers.clear();
  }

  async #use<T>(
    wanted: WantedConnection,
    signal: AbortSignal,
    work: (channel: UpstreamChannel) => Promise<T>,
  ): Promise<T> {
    const { target } = wanted;
    // Advice, no more: when it cannot be had, the call itself finds out.
    const rest = await this.#deps.restOf(target).catch(() => undefined);
    signal.throwIfAborted();
    if (this.#isStopping) throw stopping();
    const server = this.#serverOf(target);
    server.breaker.check(rest);
    this.#busy.set(server, (this.#busy.get(server) ?? 0) + 1);
    try {
      const leave = await server.bulkhead.enter(signal);
      try {
        return await passing(server.breaker.pass(rest), signal, tell =>
          this.#work(server, { wanted, signal, work, tell }),
        );
      } finally {
        leave();
      }
    } finally {
      const others = this.#busy.get(server)! - 1;
      if (others > 0) this.#busy.set(server, others);
      else this.#busy.delete(server);
    }
  }

  /** Once more where the server forgot the session before it ran anything; whoever forgets twice is told so. */
  async #work<T>(
    server: ServerConnections,
    { wanted, signal, work, tell }: Attempt<T>,
  ): Promise<T> {
    for (let isSecond = false; ; isSecond = true) {
      if (this.#isStopping && isSecond) throw stopping();
      tell.isConnected = false;
      const lease = await server.lease(wanted, signal);
      tell.isConnected = true;
      try {
        return await work(lease.channel);
      } catch (error) {
        const isLost = error instanceof UpstreamError && error.lostSession;
        if (isLost) lease.retire();
        if (!isLost || !error.neverRan || isSecond) throw error;
        signal.throwIfAborted();
      } finally {
        lease.release();
      }
    }
  }

  #serverOf(target: UpstreamTarget): ServerConnections {
    const key = serverKeyOf(target);
    const known = this.#servers.get(key);
    if (known?.key === keyOf(target)) return known;
    if (known) this.#shelf.retireServer(known.key);
    else this.#forgetIdle();
    const server = new ServerConnections(target, {
      deps: this.#deps,
      shelf: this.#shelf,
    });
    this.#servers.set(key, server);
    return server;
  }

  #forgetIdle(): void {
    for (const [key, server] of this.#servers) {
      if (server.isIdle && !this.#busy.has(server)) this.#servers.delete(key);
    }
  }
}

interface Attempt<T> {
  wanted: WantedConnection;
  signal: AbortSignal;
  work(channel: UpstreamChannel): Promise<T>;
  tell: { isConnected: boolean };
}

/** Does work that the breaker let through, and tells it how that ended. */
async function passing<T>(
  settle: (end: CallEnd) => void,
  signal: AbortSignal,
  work: (tell: { isConnected: boolean }) => Promise<T>,
): Promise<T> {
  const tell = { isConnected: false };
  let end: CallEnd = 'neither';
  try {
    const result = await work(tell);
    end = 'good';
    return result;
  } catch (error) {
    const codes = tell.isConnected ? UNREACHABLE : UNREACHABLE_AT_FIRST;
    const isUnreachable =
      error instanceof UpstreamError && codes.has(error.code);
    if (isUnreachable && !signal.aborted) end = 'failed';
    throw error;
  } finally {
    settle(end);
  }
}

function stopping(): ConnectionRefused {
  return new ConnectionRefused(
    'stopping',
    'SprintConnect is stopping. Try again in a moment: another instance, or the next one, will answer.',
    1_000,
  );
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Keeps connections to servers for calls; see {@link ConnectionPool}. */
export function createConnectionPool(deps: ConnectionPoolDeps): ConnectionPool {
  return new Pool(deps);
}
