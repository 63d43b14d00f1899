import { v7 as uuid } from 'uuid';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cursors } from '../../http';
import type {
  Authorizer,
  Clock,
  Database,
  Outbox,
  SliceWith,
} from '../../ports';
import type { CallLog } from './CallLog';
import { CallListStore } from './CallListStore';
import { CallNews } from './CallNews';
import { closedColumns, openedColumns } from './CallRow';
import type { CallSettings } from './CallSettings';
import { CallStore, type Closing } from './CallStore';
import { BEAT_EVERY_MS, CallWriter } from './CallWriter';
import { createCallsRouter } from './createCallsRouter';

const REAP_BATCH = 500;

export interface CallLogOptions {
  database: Database;
  outbox: Outbox;
  clock: Clock;
  logger: LoggerService;
  authorizer: Authorizer;
  cursors: Cursors;
  settings: CallSettings;
}

/** The record of calls, with what keeps it in order. */
export interface CallLogSlice extends SliceWith<
  'routers' | 'tasks' | 'prunes' | 'start' | 'stop'
> {
  log: CallLog;
}

export function createCallLog(options: CallLogOptions): CallLogSlice {
  const { database, clock, settings } = options;
  const store = new CallStore(database, clock);
  const news = new CallNews(options.outbox, clock);
  const { log, beat, stop } = openLog(options, { store, news });
  let beating: NodeJS.Timeout | undefined;
  return {
    log,
    routers: [
      createCallsRouter({ ...options, calls: new CallListStore(database) }),
    ],
    tasks: [
      {
        id: 'sprintconnect-calls-of-dead-processes',
        everyMinutes: 1,
        run: signal => closeOfDead({ database, store, news }, signal),
      },
    ],
    prunes: [
      limit => store.pruneBodies(settings.bodyRetentionDays, limit),
      limit => store.pruneCalls(settings.retentionDays, limit),
    ],
    start() {
      beating = setInterval(() => void beat(), BEAT_EVERY_MS).unref();
    },
    async stop() {
      clearInterval(beating);
      news.stop();
      await stop();
    },
  };
}

function openLog(
  options: CallLogOptions,
  { store, news }: { store: CallStore; news: CallNews },
) {
  const { clock, logger, settings } = options;
  const instance = uuid();
  const writer = new CallWriter(options, { store, news, instance });
  const keeps = (environment: string) =>
    settings.keepBodies.includes(environment);
  const log: CallLog = {
    async open(ctx, call) {
      const keepsBodies = keeps(call.server.environment);
      const id = uuid();
      const as = { id, instance, at: clock.now(), keepsBodies };
      const row = openedColumns(ctx, call, as);
      await writer.open(row);
      let isClosed = false;
      return {
        id,
        close(how) {
          if (isClosed) return;
          isClosed = true;
          const closed = closedColumns(how, { at: clock.now(), keepsBodies });
          writer.close({ ...ownerOf(row), id, closed });
        },
      };
    },
    refused(ctx, call, how) {
      const id = uuid();
      // What was refused is kept without its body: it may be of a server that the caller must not know.
      const as = { id, instance, at: clock.now(), keepsBodies: false };
      const opened = openedColumns(ctx, call, as);
      const closed = closedColumns(how, as);
      writer.close({ ...ownerOf(opened), id, opened, closed });
      return id;
    },
  };
  return {
    log,
    beat: () => writer.beat(),
    async stop() {
      await writer.stop();
      await store
        .leave(instance)
        .catch(error =>
          logger.warn("Couldn't say that this process ends", error),
        );
    },
  };
}

function ownerOf(row: {
  org_id: string;
  server_id: string;
}): Pick<Closing, 'orgId' | 'serverId'> {
  return { orgId: row.org_id, serverId: row.server_id };
}

async function closeOfDead(
  deps: { database: Database; store: CallStore; news: CallNews },
  signal: AbortSignal,
): Promise<void> {
  const { database, store, news } = deps;
  let closed = REAP_BATCH;
  while (closed === REAP_BATCH && !signal.aborted) {
    closed = await database.transaction(async tx => {
      const owners = await store.closeOfDead(tx, REAP_BATCH);
      await news.add(tx, owners);
      return owners.length;
    });
  }
  await database.transaction(tx => store.forgetInstances(tx));
}
