import {
  type SprintConnectEvent,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  type Authorizer,
  type Clock,
  type Judgement,
  type RequestContext,
  isUnconditional,
} from '../ports';
import { ProblemError } from '../http';
import type { Registry } from '../registry';

/** Says which servers a caller may read. */
export type VisibleServers = Pick<Registry['service'], 'keepVisible'>;

/** With the 5 s for which access keeps a decision, what was withdrawn is heard of for less than 10 s. */
const JUDGED_MS = 4_000;
const KNOWN_MAX = 10_000;

export interface StreamFilterOptions {
  ctx: RequestContext;
  authorizer: Authorizer;
  registry: VisibleServers;
  clock: Clock;
  /** The `seq` of the newest event when the listener came; what came before, they were let in after. */
  newest: number;
}

/**
 * What one listener may hear of: events of servers that they may read, as those are now, and events of no server. Who
 * may read everything costs no query; of others the servers of a batch are asked for at once.
 */
export class StreamFilter {
  readonly #options: StreamFilterOptions;
  /** Servers that could be read a moment ago; others are asked for each time, since they may come into sight. */
  readonly #visible = new Set<string>();
  #readable?: Judgement;
  #judgedAt = 0;

  constructor(options: StreamFilterOptions) {
    this.#options = options;
  }

  /** Those of these events, in their order. Rejects with a 403 problem once the caller may read no servers. */
  async of(
    events: readonly SprintConnectEvent[],
  ): Promise<readonly SprintConnectEvent[]> {
    const readable = await this.#judge();
    if (events.some(event => this.#revokes(event))) throw revoked();
    if (isUnconditional(readable.criteria)) return events;
    const asked = new Set(
      events.flatMap(({ serverId }) =>
        serverId === undefined || this.#visible.has(serverId) ? [] : [serverId],
      ),
    );
    if (asked.size > 0) {
      const { registry, ctx } = this.#options;
      if (this.#visible.size > KNOWN_MAX) this.#visible.clear();
      const seen = await registry.keepVisible(ctx, [...asked], readable);
      for (const id of seen) {
        this.#visible.add(id);
      }
    }
    return events.filter(
      ({ serverId }) => serverId === undefined || this.#visible.has(serverId),
    );
  }

  async #judge(): Promise<Judgement> {
    const { authorizer, clock, ctx } = this.#options;
    const now = clock.now().getTime();
    const known = this.#readable;
    if (known && Math.abs(now - this.#judgedAt) < JUDGED_MS) return known;
    const fresh = await authorizer.judge(ctx, serverReadPermission);
    this.#readable = fresh;
    this.#judgedAt = now;
    this.#visible.clear();
    return fresh;
  }

  /**
   * The key that the stream was opened with is good no longer, or has another secret since: whoever still may, comes
   * back and is asked anew.
   */
  #revokes({ type, seq, apiKeyId }: SprintConnectEvent): boolean {
    const { newest, ctx } = this.#options;
    const { caller } = ctx;
    const isEnded =
      type === 'access.key.revoked' ||
      (type === 'access.key.rotated' && seq > newest);
    return (
      isEnded &&
      caller.type === 'api-key' &&
      caller.ref === `api-key:${apiKeyId}`
    );
  }
}

function revoked(): ProblemError {
  return new ProblemError({
    status: 403,
    detail: 'The API key of this stream was revoked or rotated.',
  });
}
