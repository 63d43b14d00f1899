import type { Router } from 'express';
import type {
  AuditTrail,
  Authorizer,
  Clock,
  Database,
  JobHandler,
  JobQueue,
  Notifier,
  Outbox,
} from '../../ports';
import type { RegistryService } from '../../registry';
import { createServerHealthRouter } from '../createServerHealthRouter';
import type { HealthSettings } from '../HealthSettings';
import { HealthStateStore } from '../HealthStateStore';
import { HistoryStore } from '../HistoryStore';
import { ProbeStore } from '../ProbeStore';
import { RollupStore } from '../RollupStore';
import { SloStore } from '../SloStore';
import { evaluateSlos } from './evaluateSlos';
import { rawSince } from './keptProbes';
import { notifySloAlert } from './notifySloAlert';
import { rollUp } from './rollUp';
import { HOUR_MS, plus } from './times';

export interface HistoryPlumbing {
  database: Database;
  clock: Clock;
  audit: AuditTrail;
  outbox: Outbox;
  jobs: JobQueue;
  notifier: Notifier;
  authorizer: Authorizer;
}

/** Work that one instance at a time does over and over. */
export interface RepeatedTask {
  /** Names the task among all instances. */
  id: string;
  everyMinutes: number;
  run(signal: AbortSignal): Promise<unknown>;
}

export interface History {
  /** To be mounted before the router of the registry. */
  router: Router;
  /** For the worker. */
  jobs: JobHandler[];
  /** For the scheduler: one instance at a time. */
  tasks: RepeatedTask[];
  /** Each forgets up to `limit` rows that are older than they are kept, and gives how many. */
  prunes: ((limit: number) => Promise<number>)[];
}

/** What becomes of probes: sums, answers, alerts, and in the end nothing. */
export function createHistory(
  plumbing: HistoryPlumbing,
  options: { registry: RegistryService; settings: HealthSettings },
): History {
  const { database, clock, authorizer, notifier } = plumbing;
  const { registry, settings } = options;
  const history = new HistoryStore(database);
  const slos = new SloStore(database);
  const rollups = new RollupStore(database);
  const states = new HealthStateStore(database);
  return {
    router: createServerHealthRouter({
      deps: { clock, settings, registry, states, history, slos },
      authorizer,
    }),
    jobs: [notifySloAlert({ registry, slos, notifier })],
    tasks: [
      {
        id: 'sprintconnect-health-rollup',
        everyMinutes: 5,
        run: signal =>
          rollUp({
            database,
            clock,
            rollups,
            rawSince: rawSince(settings, clock.now()),
            signal,
          }),
      },
      {
        id: 'sprintconnect-health-slos',
        everyMinutes: 1,
        run: signal =>
          evaluateSlos({ ...plumbing, settings, history, slos }, signal),
      },
    ],
    prunes: createPrunes({ database, clock, rollups, history, settings }),
  };
}

function createPrunes(deps: {
  database: Database;
  clock: Clock;
  rollups: RollupStore;
  history: HistoryStore;
  settings: HealthSettings;
}): History['prunes'] {
  const { clock, rollups, history, settings } = deps;
  const probes = new ProbeStore(deps.database, clock);
  const oldestSum = () => {
    const time = clock.now();
    time.setUTCMonth(time.getUTCMonth() - settings.rollupMonths);
    return time;
  };
  return [
    async limit => {
      // What is not summed up yet is kept however old it is; an hour more than is read, for reads in flight.
      const summedUp = await rollups.doneUntil('hour');
      const before = plus(rawSince(settings, clock.now()), -HOUR_MS);
      if (!summedUp) return 0;
      return probes.prune({
        before: before < summedUp ? before : summedUp,
        limit,
      });
    },
    limit => rollups.prune('hour', { before: oldestSum(), limit }),
    limit => rollups.prune('day', { before: oldestSum(), limit }),
    limit => history.pruneIncidents({ before: oldestSum(), limit }),
  ];
}
