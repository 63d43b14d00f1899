import type {
  Remote,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  createRecorders,
  startLoopbackUpstream,
  testOrganisations,
  testJudgement,
} from '../../__testUtils__';
import type {
  Database,
  Egress,
  WayOut,
  Notification,
  Notifier,
  NewJob,
} from '../../ports';
import { openRegistry } from '../../registry/__testUtils__/openRegistry';
import { createHealth, healthSettingsSchema } from '..';
import type { HealthDeps } from '../state/HealthDeps';
import { HealthSchedule } from '../HealthSchedule';
import { HealthStateStore } from '../state/HealthStateStore';
import { IncidentStore } from '../state/IncidentStore';
import { pause } from '../../pace';
import { ProbeStore } from '../state/ProbeStore';

/**
 * Registry and health over a real database and a real upstream, with a clock that stands still and jobs that run when
 * the test says so. What is announced is kept in arrays.
 */
export async function createHealthWorld(
  database: Database,
  options: {
    health?: object;
    waits?: boolean;
    /** Default: keeps them in `notifications`. */
    notifier?: Notifier;
  } = {},
) {
  const { audit, outbox, jobs, entries, events, enqueued } = createRecorders();
  const way: WayOut = {
    fetch: () => async () => {
      throw new Error('The registry opens no sockets');
    },
    refusalOf: async () => undefined,
  };
  const egress: Egress = { ...way, for: () => way };
  const opened = await openRegistry({
    database,
    probes: true,
    plumbing: { audit, outbox, jobs, egress },
  });
  const { clock, ctx, logger, plumbing, service: registry } = opened;
  const out = startLoopbackUpstream({ clock });
  const settings = {
    ...healthSettingsSchema.parse({
      // Patient, because the machine of the tests may be busy.
      ...{ timeoutMs: 20_000, latencyMs: 60_000 },
      ...options.health,
    }),
    connectTimeoutMs: 10_000,
  };
  const notifications: Notification[] = [];
  const notifier = options.notifier ?? {
    notify: async (notification: Notification) => {
      notifications.push(notification);
      return true;
    },
  };
  const organisations = testOrganisations();
  const deps: HealthDeps = {
    ...plumbing,
    organisations,
    registry,
    upstream: out.upstream,
    states: new HealthStateStore(database),
    incidents: new IncidentStore(database),
    probes: new ProbeStore(database, clock),
    settings,
    pause: options.waits ? pause : async () => {},
  };
  /** An instance of its own: another worker beside the first. */
  const newInstance = () =>
    createHealth(
      { ...plumbing, organisations, notifier, settings, pause: deps.pause },
      { registry, upstream: out.upstream },
    );
  const health = newInstance();

  const runJob = async (
    job: Pick<NewJob, 'kind' | 'orgId' | 'payload'>,
    by = health,
  ) => {
    const handler = by.jobs.find(({ kind }) => kind === job.kind)!;
    return handler.run({
      ...job,
      id: 'job',
      attempt: 1,
      signal: new AbortController().signal,
      progress: () => {},
    });
  };
  return {
    clock,
    ctx,
    database,
    deps,
    entries,
    enqueued,
    events,
    logger,
    notifications,
    organisations,
    registry,
    health,
    newInstance,
    runJob,
    schedule: new HealthSchedule(deps, options.waits ? undefined : 1),
    async register(
      name: string,
      url: string,
      more: Record<string, unknown> = {},
    ): Promise<Server> {
      const remotes: Remote[] = [{ type: 'streamable-http', url }];
      const { result } = await registry.registerServer(ctx, {
        body: { name, environment: 'development', remotes, ...more },
      });
      return result;
    },
    probe: (serverId: string, by = health) =>
      runJob(
        {
          kind: 'probe-server',
          orgId: ctx.orgId,
          payload: { serverId },
        },
        by,
      ),
    /** Judges the error budgets. */
    judgeBudgets: () =>
      health.tasks
        .find(({ id }) => id.endsWith('slos'))!
        .run(new AbortController().signal),
    /** Jobs of a kind that were enqueued since, oldest first, which count as finished from now on. */
    takeJobs(kind: string) {
      const taken = enqueued.filter(job => job.kind === kind);
      for (const job of taken) enqueued.splice(enqueued.indexOf(job), 1);
      return taken;
    },
    state: async (serverId: string) =>
      (await deps.states.find(ctx, [serverId]))[0],
    server: (id: string) => registry.getServer(ctx, id, testJudgement()),
    close: () => out.close(),
  };
}
