import { limits, withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { restWhileGone } from '../organisations';
import { pause, PromiseCache } from '../pace';
import { jobContext } from '../ports';
import type { Authorizer, JobHandler, Notifier } from '../ports';
import { PROBE_SERVER_JOB } from '../registry';
import type { RegistryService } from '../registry';
import type { Upstream } from '../upstream';
import {
  type HealthDeps,
  NOTIFY_INCIDENT_JOB,
  type Notice,
  PROBE_BATCH_JOB,
  type ProbeBatch,
} from './state/HealthDeps';
import { HealthSchedule } from './HealthSchedule';
import { createHistory, type History } from './history/createHistory';
import type { HealthState } from './state/HealthState';
import { HealthStateStore, type WatchedKey } from './state/HealthStateStore';
import { IncidentStore } from './state/IncidentStore';
import { notifyIncident } from './notifyIncident';
import { probeBatch } from './probeBatch';
import { Prober } from './Prober';
import { probeServer } from './probeServer';
import { ProbeStore } from './state/ProbeStore';

/** What of {@link HealthDeps} the slice makes itself. */
type OwnParts = 'states' | 'incidents' | 'probes' | 'registry' | 'upstream';

export type HealthPlumbing = Omit<HealthDeps, OwnParts | 'pause'> & {
  notifier: Notifier;
  authorizer: Authorizer;
  /** For tests. */
  pause?: HealthDeps['pause'];
};

export interface Health extends History {
  /**
   * Since when and until when a server is left alone, because it fails or asked for patience; undefined: it is not. As it was known
   * at most 5 s ago.
   */
  restOf(server: WatchedKey): Promise<HealthState['rest'] | undefined>;
  jobs: JobHandler[];
  /** Begins the schedule, unless the configuration says that servers are not probed. */
  start(): void;
  /** Breaks off the probes of this process; their servers are due again at once. */
  stopping(): void;
  /** Ends the schedule, too. */
  stop(): Promise<void>;
}

/** Every organisation has batches of its own, which wait for most of their slice; how many probes run is another limit. */
const BATCHES_AT_ONCE = 100;
const REQUESTED_AT_ONCE = 16;
/** Each call asks whether its server rests, and rests are minutes. */
const REST_KEPT_MS = 5_000;
/** A slice, its slowest probe and the writing of it, with room. */
const BATCH_TIMEOUT_MS = limits.timeoutMs + 30_000;

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
  const rests = new PromiseCache<HealthState['rest'] | undefined>({
    clock,
    keptMs: REST_KEPT_MS,
    max: 10_000,
  });
  const stopping = new AbortController();
  return {
    ...createHistory({ ...deps, authorizer: plumbing.authorizer }),
    jobs: restWhileGone(
      deps.organisations,
      jobsOf({ deps, notifier, stopping: stopping.signal }),
    ),
    restOf: ({ orgId, serverId }) =>
      rests.get(JSON.stringify([orgId, serverId]), () =>
        deps.states.restOf({ orgId, serverId }),
      ),
    role: 'scheduler',
    start: () => {
      if (settings.enabled) schedule.start();
    },
    stopping: () => stopping.abort(),
    stop: async () => {
      stopping.abort();
      await schedule.stop();
    },
  };
}

function jobsOf({
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
        withSignal({ sources: [job.signal, stopping] }, signal =>
          probeBatch(deps, jobContext(job), {
            prober,
            batch: job.payload as unknown as ProbeBatch,
            signal,
          }),
        ),
    },
    {
      kind: PROBE_SERVER_JOB,
      concurrency: REQUESTED_AT_ONCE,
      timeoutMs: BATCH_TIMEOUT_MS,
      run: job =>
        withSignal({ sources: [job.signal, stopping] }, signal =>
          probeServer(deps, jobContext(job), {
            prober,
            serverId: String(job.payload.serverId),
            signal,
          }),
        ),
    },
    {
      kind: NOTIFY_INCIDENT_JOB,
      run: job =>
        notifyIncident(
          { ...deps, notifier },
          jobContext(job),
          job.payload as unknown as Notice,
        ),
    },
  ];
}
