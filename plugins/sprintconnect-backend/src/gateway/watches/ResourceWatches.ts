import type { RequestContext } from '../../ports';
import type { AskedCall, ServerRef } from '../call/Call';
import type { ConnectionPool } from '../connections/ConnectionPool';
import type { CalledServerStore } from '../pipeline/CalledServerStore';
import type { Gateway } from '../pipeline/Gateway';
import type { FoundServer } from '../pipeline/Passage';
import { callerKeyOf } from '../pipeline/steps';
import { targetOf } from '../pipeline/targetOf';
import { ServerWatch } from './ServerWatch';

export interface ResourceWatchesDeps {
  gateway: Pick<Gateway, 'rehearse'>;
  pool: Pick<ConnectionPool, 'use'>;
  store: Pick<CalledServerStore, 'find'>;
}

/** A resource, as its server says it. */
export interface WatchedResource {
  server: ServerRef;
  uri: string;
}

/** No caller's: what is subscribed to once serves all who listen, and what they may hear of is asked for each. */
const NOBODYS_KEY = 'resource subscriptions';
/** A resource that changes all the time is told no more often. */
const GAP_MS = 1_000;

/** The subscriptions of this instance to resources of servers. */
export class ResourceWatches {
  readonly #deps: ResourceWatchesDeps;
  readonly #servers = new Map<string, ServerWatch>();
  #isStopping = false;

  constructor(deps: ResourceWatchesDeps) {
    this.#deps = deps;
  }

  /** Whether the caller may read it now: the steps of the pipeline say so, as of a call. */
  async allows(ctx: RequestContext, of: WatchedResource): Promise<boolean> {
    const rehearsal = await this.#deps.gateway.rehearse(ctx, askedOf(of));
    return rehearsal.wouldCall;
  }

  /**
   * Says when the resource changed, as long as the caller may read it. Gives how to stop; undefined for what they may not. Throws what the
   * database and the judgements throw.
   */
  async watch(
    ctx: RequestContext,
    of: WatchedResource,
    onUpdated: () => void,
  ): Promise<(() => void) | undefined> {
    if (!(await this.allows(ctx, of))) return undefined;
    const found = await this.#deps.store.find(ctx, askedOf(of));
    if (!found || this.#isStopping) return undefined;
    const whose = whoseKey(ctx, found);
    const key = JSON.stringify([ctx.orgId, found.server.id, whose]);
    const watch =
      this.#servers.get(key) ?? this.#open(ctx, found.server.id, whose);
    this.#servers.set(key, watch);
    let timer: NodeJS.Timeout | undefined;
    const tell = async () => {
      timer = undefined;
      // Whoever cannot be judged now is told nothing; they hear of the next change.
      if (await this.allows(ctx, of).catch(() => false)) onUpdated();
    };
    const leave = watch.add(of.uri, () => {
      timer ??= setTimeout(() => void tell(), GAP_MS).unref();
    });
    return () => {
      clearTimeout(timer);
      leave();
      if (watch.isIdle && this.#servers.get(key) === watch) {
        this.#servers.delete(key);
      }
    };
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#servers.values()].map(each => each.stop()));
  }

  #open(ctx: RequestContext, id: string, callerKey: string): ServerWatch {
    const { store, pool } = this.#deps;
    return new ServerWatch(async (signal, work) => {
      const found = await store.find(ctx, askedOf({ server: { id }, uri: '' }));
      // Where people log in by themselves now, or no longer, whoever listens is to come again.
      if (!found || whoseKey(ctx, found) !== callerKey) return;
      const target = targetOf(ctx, found);
      const wanted = { target, callerKey, clientCapabilities: {} };
      await pool.use(wanted, signal, work);
    });
  }
}

/** What a person sees with an account of their own is for nobody else. */
function whoseKey(ctx: RequestContext, { server }: FoundServer): string {
  return server.login === 'person' ? callerKeyOf(ctx) : NOBODYS_KEY;
}

function askedOf({ server, uri }: WatchedResource): AskedCall {
  return {
    entrance: 'mcp',
    server,
    method: 'resources/subscribe',
    capability: uri,
  };
}
