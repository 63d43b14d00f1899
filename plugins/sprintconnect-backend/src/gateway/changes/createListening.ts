import { SightStore } from './SightStore';
import { ListChanges, type ListChangesDeps } from './ListChanges';
import type { Clock, Database } from '../../ports';
import type { ListenSettings } from './ListenSettings';
import { ListenStreams } from './ListenStreams';

export interface ListeningOptions extends Omit<ListChangesDeps, 'store'> {
  database: Database;
  clock: Clock;
  settings: ListenSettings;
}

/** The streams on which MCP clients hear that their lists changed, and how to end them all. */
export function createListening(options: ListeningOptions): {
  streams: ListenStreams;
  stop(): Promise<void>;
} {
  const store = new SightStore(options.database);
  const changes = new ListChanges({ ...options, store });
  const streams = new ListenStreams({ ...options, changes });
  return {
    streams,
    async stop() {
      streams.stop();
      await changes.stop();
    },
  };
}
