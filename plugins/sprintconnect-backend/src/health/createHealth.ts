import { jobContext } from '../ports';
import type {
  AuditTrail,
  Authorizer,
  Clock,
  Database,
  JobHandler,
  JobQueue,
  Notifier,
  Organisations,
  Outbox,
} from '../ports';
import { PROBE_SERVER_JOB } from '../registry';
import type { RegistryService } from '../registry';
import type { Upstream } from '../upstream';
import {
  type HealthDeps,
  NOTIFY_INCIDENT_JOB,
  PROBE_BATCH_JOB,
  type ProbeBatch,
} from './HealthDeps';
import { HealthSchedule } from './HealthSchedule';
import type { HealthSettings } from './HealthSettings';
import { createHistory, type History } from './history/createHistory';
import { HealthStateStore } from './HealthStateStore';
import { IncidentStore } from './IncidentStore';
import { notifyIncident } from './notifyIncident';
import { pause } from './pause';
import { probeBatch } from './probeBatch';
import { Prober } from './Prober';
import { probeServer } from './probeServer';
import { ProbeStore } from './ProbeStore';

export interface HealthPlumbing {
  database: Database;
  clock: Clock;
  audit: AuditTrail;
  outbox: Outbox;
  jobs: JobQueue;
  /** Those that are gone are left in peace. */
  organisations: Organisations;
  logger: { warn(message: string, error: Error): void };
  notifier: Notifier;
  authorizer: Authorizer;
  settings: HealthSettings;
  /** For tests. */
  pause?: HealthDeps['pause'];
}

export interface Health extends History {
  /** Begins the schedule, in the scheduler role, unless the configuration says that servers are not probed. */
  start(): void;
  /** Ends the schedule and breaks off the probes of this process; their servers are due again at once. */
  stop(): Promise<void>;
}

/** Every organisation has batches of its own, which wait for most of their slice; how many probes run is another limit. */
const BATCHES_AT_ONCE = 100;
const REQUESTED_AT_ONCE = 16;
/** A slice, its slowest probe and the writing of it, with room. */
const BATCH_TIMEOUT_MS = 90_000;

/** Watches whether the servers of the registry answer. */
export function createHealth(
  plumbing: HealthPlumbing,
  { registry, upstream }: { registry: RegistryService; upstream: Upstream },
): Health {
  const { database, clock, notifier, settings } = plumbing;
  const deps: HealthDeps = {
    pause,
    ...plumbing,
    registry,
    upstream,
    states: new HealthStateStore(database),
    incidents: new IncidentStore(database),
    probes: new ProbeStore(database, clock),
  };
  const schedule = new HealthSchedule(deps);
  const stopping = new AbortController();
  const history = createHistory(plumbing, { registry, settings });
  return {
    ...history,
    jobs: [
      ...probeJobs({ deps, notifier, stopping: stopping.signal }),
      ...history.jobs,
    ],
    start: () => {
      if (settings.enabled) schedule.start();
    },
    stop: async () => {
      stopping.abort();
      await schedule.stop();
    },
  };
}

function probeJobs({
  deps,
  notifier,
  stopping,
}: {
  deps: HealthDeps;
  notifier: Notifier;
  stopping: AbortSignal;
}): JobHandler[] {
  const prober = new Prober(deps);
  return [
    {
      kind: PROBE_BATCH_JOB,
      isRoutine: true,
      concurrency: BATCHES_AT_ONCE,
      timeoutMs: BATCH_TIMEOUT_MS,
      run: job =>
        probeBatch(deps, jobContext(job), {
          prober,
          batch: job.payload as unknown as ProbeBatch,
          signal: AbortSignal.any([job.signal, stopping]),
        }),
    },
    {
      kind: PROBE_SERVER_JOB,
      concurrency: REQUESTED_AT_ONCE,
      timeoutMs: BATCH_TIMEOUT_MS,
      run: job =>
        probeServer(deps, jobContext(job), {
          prober,
          serverId: String(job.payload.serverId),
          signal: AbortSignal.any([job.signal, stopping]),
        }),
    },
    {
      kind: NOTIFY_INCIDENT_JOB,
      run: job =>
        notifyIncident({ ...deps, notifier }, jobContext(job), {
          incidentId: String(job.payload.incidentId),
          serverId: String(job.payload.serverId),
        }),
    },
  ];
}
