import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock, Database, SliceWith } from '../../ports';
import { ResourceWatches, type ResourceWatchesDeps } from './ResourceWatches';
import { SessionWatches } from './SessionWatches';
import { WatchStore } from './WatchStore';

/** Subscriptions to resources, for the endpoints. */
export interface Watching {
  watches: ResourceWatches;
  /** What legacy sessions subscribed to. */
  subscriptions: WatchStore;
  /** Of legacy sessions that listen in this instance. */
  sessions: SessionWatches;
}

export interface WatchingOptions extends ResourceWatchesDeps {
  database: Database;
  clock: Clock;
  logger: LoggerService;
}

export function createWatching(
  options: WatchingOptions,
): Watching & SliceWith<'prunes' | 'stop'> {
  const subscriptions = new WatchStore(options.database, options.clock);
  const watches = new ResourceWatches(options);
  const sessions = new SessionWatches({
    ...{ store: subscriptions, watches },
    logger: options.logger,
  });
  return {
    ...{ watches, subscriptions, sessions },
    prunes: [limit => subscriptions.prune(limit)],
    async stop() {
      await sessions.stop();
      await watches.stop();
    },
  };
}
