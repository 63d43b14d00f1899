import type { JsonObject } from '@backstage/types';
import { jobContext, type Notification } from '../../../ports';
import { testApp, type TestDatabaseId } from '../../../__testUtils__';
import { openRegistry } from '../../../registry/__testUtils__/openRegistry';
import { healthSettingsSchema } from '../../state/HealthSettings';
import { HealthStateStore } from '../../state/HealthStateStore';
import { HistoryStore } from '../HistoryStore';
import { IncidentStore } from '../../state/IncidentStore';
import { notifyIncident } from '../../notifyIncident';
import { ProbeStore, type ProbeRecord } from '../../state/ProbeStore';
import { RollupStore } from '../RollupStore';
import { createHistory } from '../createHistory';
import { plus } from '../../state/times';

/** Latency of a good probe, or that it failed. */
export type Outcome = number | 'failed';

/** The history of a registry's servers over a real database. Nothing runs in the background; tests are the prober. */
export async function openHistory(
  options: {
    id?: TestDatabaseId;
    denied?: string[];
    health?: JsonObject;
  } = {},
) {
  const registry = await openRegistry(options);
  const { clock, ctx, database, plumbing, service } = registry;
  const settings = {
    ...healthSettingsSchema.parse(options.health ?? {}),
    connectTimeoutMs: 10_000,
  };
  const incidents = new IncidentStore(database);
  const states = new HealthStateStore(database);
  const deps = { ...plumbing, registry: service, settings, states, incidents };
  const history = createHistory(deps);
  const notifications: Notification[] = [];
  const notifier = {
    notify: async (notification: Notification) => {
      notifications.push(notification);
      return true;
    },
  };
  const probes = new ProbeStore(database, clock);

  const probeOf = (
    serverId: string,
    at: Date,
    outcome: Outcome,
  ): ProbeRecord => ({
    orgId: ctx.orgId,
    serverId,
    at,
    ok: outcome !== 'failed',
    ...(outcome === 'failed'
      ? {
          error: { code: 'timeout' as const, message: 'No answer within 5 s.' },
        }
      : { latencyMs: outcome }),
  });
  const insert = (rows: readonly ProbeRecord[]) =>
    database.transaction(tx => probes.insertMany(tx, rows));

  return {
    ...registry,
    app: testApp([...history.routers, ...registry.registry.routers]),
    history,
    settings,
    probes,
    states,
    incidents,
    rollups: new RollupStore(database),
    historyStore: new HistoryStore(database),
    insert,
    probeOf,
    /** Watches a server as the schedule does. */
    watch: async (serverId: string, environment = 'production') =>
      database.transaction(tx =>
        states.insert(tx, [
          {
            orgId: ctx.orgId,
            serverId,
            environment,
            nextProbeAt: plus(clock.now(), 60_000),
          },
        ]),
      ),
    /** One probe a minute until now, the last of them last. */
    probeEveryMinute: (serverId: string, outcomes: readonly Outcome[]) =>
      insert(
        outcomes.map((outcome, index) =>
          probeOf(
            serverId,
            plus(clock.now(), (index - outcomes.length) * 60_000),
            outcome,
          ),
        ),
      ),
    /** Tells people what there is to tell, and gives what they were told. */
    tell: async (): Promise<Notification[]> => {
      const kind = 'notify-incident';
      const queued = database.reader('jobs').where({ kind, state: 'queued' });
      for (const { org_id: orgId, payload } of await queued.clone()) {
        const job = jobContext({ id: 'job', kind, orgId });
        await notifyIncident({ ...deps, notifier }, job, JSON.parse(payload));
      }
      await queued.clone().update({ state: 'succeeded' });
      return notifications.splice(0);
    },
    task: (name: 'rollup' | 'slos') => {
      const task = history.tasks.find(each => each.id.endsWith(name));
      if (!task) throw new Error(`There is no task ${name}`);
      return task.run(new AbortController().signal);
    },
  };
}
