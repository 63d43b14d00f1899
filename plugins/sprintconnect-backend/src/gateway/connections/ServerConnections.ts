import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import { createHash } from 'node:crypto';
import type { UpstreamChannel, UpstreamTarget } from '../../upstream';
import { Bulkhead } from './Bulkhead';
import { CallBreaker } from './CallBreaker';
import type { ChannelShelf } from './ChannelShelf';
import type { WantedConnection } from './ConnectionPool';
import type { ConnectionPoolDeps } from './ConnectionPoolDeps';
import { KeptChannel } from './KeptChannel';
import { asShared } from './SharedProcess';
import { untilAborted } from './untilAborted';

/** The use of a channel by one call. */
export interface Lease {
  readonly channel: UpstreamChannel;
  /** No other call begins on it. */
  retire(): void;
  /** Once. */
  release(): void;
}

/** The connections to one server as it is registered, and what keeps calls from harming it, and it from harming others. */
export class ServerConnections {
  readonly key: string;
  readonly bulkhead: Bulkhead;
  readonly breaker: CallBreaker;
  readonly #deps: ConnectionPoolDeps;
  readonly #shelf: ChannelShelf;
  readonly #mayBeProcess: boolean;
  /** What the last channel said: whether each caller needs one of their own. Until it is known, all wait for the first. */
  #hasSessions = false;

  constructor(
    target: UpstreamTarget,
    { deps, shelf }: { deps: ConnectionPoolDeps; shelf: ChannelShelf },
  ) {
    const { settings, clock } = deps;
    this.key = keyOf(target);
    this.#deps = deps;
    this.#shelf = shelf;
    this.#mayBeProcess = target.remotes.some(({ type }) => type === 'stdio');
    this.bulkhead = new Bulkhead({
      max: settings.perServer,
      queueMax: settings.queuedPerServer,
      queueTimeoutMs: settings.queueTimeoutMs,
    });
    this.breaker = new CallBreaker({
      // A process that died is the same one for all, so that the first failure says enough.
      threshold: this.#mayBeProcess ? 1 : settings.failureThreshold,
      clock,
    });
  }

  /** Nothing is lost when it is forgotten. */
  get isIdle(): boolean {
    return (
      this.bulkhead.isEmpty && this.breaker.isCalm && !this.#shelf.has(this.key)
    );
  }

  /** A channel that this caller may use, opened where there is none. Throws `busy`, what opening throws, and the signal's reason. */
  async lease(wanted: WantedConnection, signal: AbortSignal): Promise<Lease> {
    for (;;) {
      const key = this.#keyFor(wanted);
      const found = this.#shelf.get(key);
      if (!found) {
        const room = this.#shelf.makeRoom({
          server: this.key,
          isProcess: this.#mayBeProcess,
        });
        if (room) {
          await untilAborted(room, signal);
          continue;
        }
      }
      const kept = found ?? this.#open(key, wanted);
      this.#shelf.take(kept);
      try {
        const channel = await untilAborted(kept.ready, signal);
        if (found && channel.isOver) this.#shelf.retire(kept);
        else if (this.#belongsTo(kept, wanted)) return this.#leaseOf(kept);
      } catch (error) {
        this.#shelf.release(kept);
        throw error;
      }
      this.#shelf.release(kept);
    }
  }

  #leaseOf(kept: KeptChannel): Lease {
    return {
      channel: asShared(kept.channel!),
      retire: () => this.#shelf.retire(kept),
      release: () => this.#shelf.release(kept),
    };
  }

  #open(key: string, wanted: WantedConnection): KeptChannel {
    const own = this.#sessionKey(wanted);
    const kept: KeptChannel = new KeptChannel(
      { key, server: this.key, isProcess: this.#mayBeProcess },
      async signal => {
        const channel = await this.#deps.openChannel(wanted.target, {
          signal,
          // One process serves all callers, who can be asked different things.
          clientCapabilities: this.#mayBeProcess
            ? {}
            : wanted.clientCapabilities,
        });
        this.#learn(kept, { channel, own, isPersonal: isPersonal(wanted) });
        return channel;
      },
    );
    this.#shelf.add(kept);
    return kept;
  }

  /** Before anybody has the channel: whose it is. */
  #learn(
    kept: KeptChannel,
    of: { channel: UpstreamChannel; own: string; isPersonal: boolean },
  ): void {
    const { channel, own } = of;
    this.#hasSessions = channel.hasSession && channel.remote.type !== 'stdio';
    const isOwn = this.#hasSessions || of.isPersonal;
    const key = isOwn ? own : this.#sharedKey;
    if (kept.key !== key) this.#shelf.rename(kept, key);
  }

  /** A session serves whom it was opened for, whatever else is known of the server meanwhile. */
  #belongsTo(kept: KeptChannel, wanted: WantedConnection): boolean {
    return kept.isSession || isPersonal(wanted)
      ? kept.key === this.#sessionKey(wanted)
      : kept.key === this.#sharedKey || kept.key === this.#sessionKey(wanted);
  }

  #keyFor(wanted: WantedConnection): string {
    return this.#hasSessions || isPersonal(wanted)
      ? this.#sessionKey(wanted)
      : this.#sharedKey;
  }

  get #sharedKey(): string {
    return `${this.key} shared`;
  }

  #sessionKey({ callerKey, clientCapabilities }: WantedConnection): string {
    return `${this.key} ${digestOf([callerKey, clientCapabilities])}`;
  }
}

/** Each person uses the server with an account of their own, so that nothing to it is shared. */
function isPersonal({ target }: WantedConnection): boolean {
  return target.caller !== undefined;
}

/** The server as it is registered: where it is found, and how. What changes makes another one of it. */
export function keyOf(target: UpstreamTarget): string {
  const { environment, remotes, connectTimeoutMs, credentialRef } = target;
  const how = [
    environment ?? null,
    remotes,
    connectTimeoutMs ?? null,
    credentialRef ?? null,
  ];
  return `${serverKeyOf(target)} ${digestOf(how)}`;
}

/** The server, however it is registered. */
export function serverKeyOf({ orgId, serverId }: UpstreamTarget): string {
  return JSON.stringify([orgId, serverId]);
}

/** Of values in any order of their names; headers of remotes are secrets, so that keys hold no more than this. */
function digestOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, each) =>
    isRecord(each)
      ? Object.fromEntries(
          Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : each,
  );
  return createHash('sha256').update(text).digest('base64');
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
