import type { LoggerService } from '@backstage/backend-plugin-api';
import { Rounds } from '../../pace';
import { DatabaseUnavailableError, type RequestContext } from '../../ports';
import type { ResourceWatches } from './ResourceWatches';
import type { SessionWatch, WatchStore } from './WatchStore';

export interface SessionWatchesDeps {
  store: Pick<WatchStore, 'of'>;
  watches: Pick<ResourceWatches, 'watch'>;
  logger: Pick<LoggerService, 'warn'>;
}

interface Following {
  ctx: RequestContext;
  session: string;
  /** Hears the URI of what changed, as the client says it. */
  onUpdated(said: string): void;
  /** By the URI, as the client says it. */
  watched: Map<string, Promise<(() => void) | undefined>>;
}

/** A client may subscribe at one instance while it listens at another. */
const LOOK_MS = 1_000;

/** What the sessions subscribed to whose streams are in this instance. The one that holds a stream holds its subscriptions. */
export class SessionWatches {
  readonly #deps: SessionWatchesDeps;
  readonly #followed = new Set<Following>();
  readonly #rounds: Rounds;

  constructor(deps: SessionWatchesDeps) {
    this.#deps = deps;
    this.#rounds = new Rounds({
      work: () => this.#look(),
      onError: error => {
        if (error instanceof DatabaseUnavailableError) return;
        deps.logger.warn(
          "Couldn't see what MCP clients subscribed to; trying again",
          error as Error,
        );
      },
      everyMs: LOOK_MS,
      retryMs: failures => Math.min(LOOK_MS * 2 ** failures, 60_000),
    });
  }

  /** Gives how to stop. */
  follow(of: Omit<Following, 'watched'>): () => void {
    const following = { ...of, watched: new Map() };
    this.#followed.add(following);
    this.#rounds.start();
    this.#rounds.wake();
    return () => {
      this.#followed.delete(following);
      for (const each of following.watched.values()) end(each);
      if (this.#followed.size === 0) void this.#rounds.stop();
    };
  }

  async stop(): Promise<void> {
    await this.#rounds.stop();
  }

  async #look(): Promise<void> {
    const all = [...this.#followed];
    const found = await this.#deps.store.of(
      all.map(({ ctx, session }) => ({ orgId: ctx.orgId, session })),
    );
    for (const each of all) {
      if (!this.#followed.has(each)) continue;
      this.#follow(
        each,
        found.filter(({ session }) => session === each.session),
      );
    }
  }

  #follow(following: Following, wanted: readonly SessionWatch[]): void {
    const { ctx, watched, onUpdated } = following;
    const said = new Set(wanted.map(each => each.said));
    for (const [name, each] of watched) {
      if (said.has(name)) continue;
      watched.delete(name);
      end(each);
    }
    for (const each of wanted) {
      if (watched.has(each.said)) continue;
      const watching = this.#deps.watches
        .watch(ctx, each, () => onUpdated(each.said))
        // It is tried again with the next look.
        .catch(() => {
          watched.delete(each.said);
          return undefined;
        });
      watched.set(each.said, watching);
    }
  }
}

function end(watching: Promise<(() => void) | undefined>): void {
  void watching.then(stop => stop?.());
}
