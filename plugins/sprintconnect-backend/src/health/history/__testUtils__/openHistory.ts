import type { TestDatabaseId } from '@backstage/backend-test-utils';
import { readSettings } from '../../../config';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { Notification } from '../../../ports';
import { testApp } from '../../../__testUtils__';
import { openRegistry } from '../../../registry/__testUtils__/openRegistry';
import { HealthStateStore } from '../../HealthStateStore';
import { HistoryStore } from '../../HistoryStore';
import { IncidentStore } from '../../IncidentStore';
import { ProbeStore, type ProbeRecord } from '../../ProbeStore';
import { RollupStore } from '../../RollupStore';
import { createHistory } from '../createHistory';
import { plus } from '../times';

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
  const settings = readSettings(
    new ConfigReader({ sprintconnect: { health: options.health ?? {} } }),
  ).health;
  const notifications: Notification[] = [];
  const history = createHistory(
    {
      ...plumbing,
      notifier: {
        notify: async notification => {
          notifications.push(notification);
          return true;
        },
      },
    },
    { registry: service, settings },
  );
  const probes = new ProbeStore(database, clock);
  const states = new HealthStateStore(database);

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
    app: testApp([history.router, registry.registry.router]),
    history,
    settings,
    notifications,
    probes,
    states,
    incidents: new IncidentStore(database),
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
    task: (name: 'rollup' | 'slos') => {
      const task = history.tasks.find(each => each.id.endsWith(name));
      if (!task) throw new Error(`There is no task ${name}`);
      return task.run(new AbortController().signal);
    },
  };
}
