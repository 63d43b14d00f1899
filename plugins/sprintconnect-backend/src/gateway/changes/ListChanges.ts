import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type SprintConnectEvent,
  capabilityReadPermission,
  capabilityUsePermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { Rounds } from '../../pace';
import {
  type Authorizer,
  DatabaseUnavailableError,
  type EventLog,
  type RequestContext,
} from '../../ports';
import type { ReadScope } from '../../records';
import type { McpEndpoint } from '../call/McpEndpoint';
import type { ListName, Sight, SightStore } from './SightStore';

export interface ListChangesDeps {
  eventLog: EventLog;
  authorizer: Authorizer;
  store: Pick<SightStore, 'look'>;
  /** What things are called where those of all servers stand together, by their ids. */
  namesOf(orgId: string): Promise<(id: string) => string | undefined>;
  logger: Pick<LoggerService, 'warn'>;
  /** How long decisions about access are kept: after so long what was withdrawn shows. In milliseconds. */
  decisionMs: number;
  /** Between two looks, so that changes that come together are told together. Default: 1000. */
  gapMs?: number;
  /** Looks without a reason: policies of the portal change without an event. Default: 60,000. */
  everyMs?: number;
}

/** Who wants to hear of changes. */
export interface ListWatcher {
  ctx: RequestContext;
  endpoint: McpEndpoint;
  /** Hears which lists are not what they were, at most once in a gap. */
  onChange(lists: readonly ListName[]): void;
  /** The credential is good no longer: nothing more is told. */
  onRevoked(): void;
}

interface Watch extends ListWatcher {
  sight?: Sight;
  isDirty: boolean;
  newest: number;
}

/** What may change what somebody sees. Access changes by events of its own. */
const OF_SERVERS: ReadonlySet<string> = new Set([
  'server.registered',
  'server.updated',
  'server.retired',
  'server.capabilities.changed',
]);
const ACCESS = 'access.';
/** Decisions are asked again when they are surely forgotten. */
const AFTERWARDS_MS = 1_000;
const LISTS: readonly ListName[] = ['tools', 'prompts', 'resources'];

/**
 * Says when the lists of an endpoint are no longer what this caller saw. Events say when to look, and what is seen is compared: whoever
 * sees nothing of a change hears nothing of it.
 */
export class ListChanges {
  readonly #deps: ListChangesDeps;
  readonly #watches = new Set<Watch>();
  readonly #rounds: Rounds;
  /** By organisation. */
  readonly #again = new Map<string, NodeJS.Timeout>();
  #lookedAtAll = performance.now();

  constructor(deps: ListChangesDeps) {
    this.#deps = deps;
    this.#rounds = new Rounds({
      work: signal => this.#look(signal),
      onError: error => {
        if (error instanceof DatabaseUnavailableError) return;
        deps.logger.warn(
          "Couldn't see whether lists changed for MCP clients; trying again",
          error as Error,
        );
      },
      everyMs: this.#everyMs,
      gapMs: deps.gapMs ?? 1_000,
    });
  }

  /** Once it resolves, every change is told. Gives how to stop. Throws what the database and the judgements throw. */
  async watch(watcher: ListWatcher): Promise<() => void> {
    const watch: Watch = { ...watcher, isDirty: false, newest: 0 };
    const leave = await this.#join(watch);
    const stop = () => {
      leave();
      this.#watches.delete(watch);
      if (this.#watches.size === 0) this.#rest();
    };
    try {
      // What changes from here on makes it dirty, so that nothing is missed between this look and the first event.
      watch.sight = await this.#sightOf(watch, new Map());
      if (watch.isDirty) this.#rounds.wake();
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  }

  /** Tells nobody anything any more. */
  async stop(): Promise<void> {
    this.#watches.clear();
    this.#rest();
    await this.#rounds.stop();
  }

  get #everyMs(): number {
    return this.#deps.everyMs ?? 60_000;
  }

  async #join(watch: Watch): Promise<() => void> {
    const { eventLog } = this.#deps;
    for (;;) {
      watch.newest = await eventLog.newest();
      const leave = eventLog.join(watch.newest, events =>
        this.#hear(watch, events),
      );
      if (!leave) continue;
      this.#watches.add(watch);
      this.#rounds.start();
      return leave;
    }
  }

  #rest(): void {
    for (const timer of this.#again.values()) clearTimeout(timer);
    this.#again.clear();
    void this.#rounds.stop();
  }

  #hear(watch: Watch, events: readonly SprintConnectEvent[]): void {
    const mine = events.filter(({ orgId }) => orgId === watch.ctx.orgId);
    if (mine.some(event => revokes(event, watch))) {
      watch.onRevoked();
      return;
    }
    const isAccess = mine.some(({ type }) => type.startsWith(ACCESS));
    if (!isAccess && !mine.some(({ type }) => OF_SERVERS.has(type))) return;
    watch.isDirty = true;
    this.#rounds.wake();
    if (isAccess) this.#lookAgain(watch.ctx.orgId);
  }

  /** One timer for all of an organisation; the last change counts, because it is the last that an old decision may hide. */
  #lookAgain(orgId: string): void {
    clearTimeout(this.#again.get(orgId));
    const timer = setTimeout(() => {
      this.#again.delete(orgId);
      for (const watch of this.#watches) {
        if (watch.ctx.orgId === orgId) watch.isDirty = true;
      }
      this.#rounds.wake();
    }, this.#deps.decisionMs + AFTERWARDS_MS);
    this.#again.set(orgId, timer);
  }

  async #look(signal: AbortSignal): Promise<void> {
    if (performance.now() - this.#lookedAtAll >= this.#everyMs) {
      this.#lookedAtAll = performance.now();
      for (const watch of this.#watches) watch.isDirty = true;
    }
    const seen = new Map<string, Promise<Sight>>();
    let failure: { error: unknown } | undefined;
    for (const watch of [...this.#watches]) {
      if (signal.aborted) return;
      if (!watch.isDirty || !watch.sight) continue;
      watch.isDirty = false;
      try {
        const sight = await this.#sightOf(watch, seen);
        this.#tell(watch, sight);
      } catch (error) {
        watch.isDirty = true;
        failure = { error };
      }
    }
    if (failure) throw failure.error;
  }

  #tell(watch: Watch, sight: Sight): void {
    const before = watch.sight!;
    const changed = LISTS.filter(list => before[list] !== sight[list]);
    watch.sight = sight;
    if (changed.length > 0 && this.#watches.has(watch)) watch.onChange(changed);
  }

  /** Looked for once for all who may see the same at the same endpoint. */
  async #sightOf(
    { ctx, endpoint }: Watch,
    seen: Map<string, Promise<Sight>>,
  ): Promise<Sight> {
    const { authorizer, store, namesOf } = this.#deps;
    const [servers, readable, usable] = await authorizer.judgements(ctx, [
      serverReadPermission,
      capabilityReadPermission,
      capabilityUsePermission,
    ]);
    const criteria = { allOf: [readable.criteria, usable.criteria] };
    const scope: ReadScope = { servers, capabilities: { ...usable, criteria } };
    const key = JSON.stringify([
      ctx.orgId,
      endpoint.server ?? null,
      servers.criteria,
      criteria,
    ]);
    const look = async () => {
      const nameOf = endpoint.server ? undefined : await namesOf(ctx.orgId);
      return store.look({ ctx, endpoint, nameOf }, scope);
    };
    const known = seen.get(key) ?? look();
    seen.set(key, known);
    return known;
  }
}

/** The key of the caller is good no longer, or has another secret since. */
function revokes(
  { type, seq, apiKeyId }: SprintConnectEvent,
  { ctx: { caller }, newest }: Watch,
): boolean {
  const isEnded =
    type === 'access.key.revoked' ||
    (type === 'access.key.rotated' && seq > newest);
  return (
    isEnded && caller.type === 'api-key' && caller.ref === `api-key:${apiKeyId}`
  );
}
