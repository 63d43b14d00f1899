import { limits } from '@sprintconnect/plugin-sprintconnect-common';
import { restWhileGone } from '../organisations';
import { DatabaseUnavailableError, jobContext } from '../ports';
import type {
  AuditTrail,
  Authorizer,
  Clock,
  Database,
  JobHandler,
  JobQueue,
  OpenGate,
  Organisations,
  SliceWith,
} from '../ports';
import { DISCOVER_SERVER_JOB } from '../registry';
import type { RegistryService } from '../registry';
import type { Upstream } from '../upstream';
import { createTestRouter } from './createTestRouter';
import { discoverServer } from './discoverServer';
import { DiscoverySchedule } from './DiscoverySchedule';
import type { DiscoverySettings } from './DiscoverySettings';
import { ListChangedWatchers } from './ListChangedWatchers';
import { watchTiming } from './watchServer';
import type { WatchTiming } from './watchServer';

/** What nobody configures. */
export interface DiscoveryPace {
  /** How often to look for servers that are due. Default 5 000. */
  pollMs?: number;
  /** Longest time for one discovery, beside the time that a server has of its own to be connected to. Default 60 000. */
  timeoutMs?: number;
  /** Longest time for one connection test, for which somebody waits. Default 30 000, and no longer than a discovery. */
  testTimeoutMs?: number;
  /** For tests. */
  timing?: Partial<WatchTiming>;
}

export interface DiscoveryPlumbing {
  database: Database;
  audit: AuditTrail;
  authorizer: Authorizer;
  openGate: OpenGate;
  clock: Clock;
  jobs: JobQueue;
  /** Those that are gone are left in peace. */
  organisations: Organisations;
  logger: { warn(message: string, error: Error): void };
  settings: Pick<DiscoverySettings, 'concurrency' | 'watchMax'> & DiscoveryPace;
}

export interface Discovery extends SliceWith<'routers'> {
  jobs: JobHandler[];
  /** Begins the schedule and the listening. */
  start(): void;
  /** Ends both and closes every connection that they hold. */
  stop(): Promise<void>;
}

/** Keeps what the registry knows of its servers up to date. */
export function createDiscovery(
  plumbing: DiscoveryPlumbing,
  { registry, upstream }: { registry: RegistryService; upstream: Upstream },
): Discovery {
  const { database, jobs, clock, logger, organisations } = plumbing;
  const { concurrency, watchMax, pollMs = 5_000, timing } = plumbing.settings;
  const { timeoutMs = 60_000, testTimeoutMs = 30_000 } = plumbing.settings;
  const onError = (what: string, error: unknown) => {
    if (error instanceof DatabaseUnavailableError) return;
    logger.warn(
      what,
      error instanceof Error ? error : new Error(String(error)),
    );
  };

  const schedule = new DiscoverySchedule({
    registry,
    organisations,
    database,
    jobs,
    clock,
    pollMs,
    onError,
  });
  const watchers = new ListChangedWatchers({
    registry,
    organisations,
    upstream,
    watchMax,
    refreshMs: pollMs,
    timing: { ...watchTiming, ...timing },
    onError,
  });
  const job: JobHandler = {
    kind: DISCOVER_SERVER_JOB,
    concurrency,
    // Our own limit comes first, so that a slow server is told so and its attempt is not just broken off.
    timeoutMs: timeoutMs + limits.timeoutMs + 15_000,
    run: running =>
      discoverServer(jobContext(running), String(running.payload.serverId), {
        registry,
        upstream,
        clock,
        timeoutMs,
        signal: running.signal,
        progress: running.progress,
      }),
  };
  return {
    jobs: restWhileGone(organisations, [job]),
    routers: [
      createTestRouter({
        ...plumbing,
        registry,
        upstream,
        timeoutMs: Math.min(timeoutMs, testTimeoutMs),
      }),
    ],
    role: 'scheduler',
    start: () => {
      schedule.start();
      if (watchMax > 0) watchers.start();
    },
    stop: async () => {
      await Promise.all([schedule.stop(), watchers.stop()]);
    },
  };
}
