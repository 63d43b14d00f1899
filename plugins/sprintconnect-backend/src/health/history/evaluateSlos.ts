import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import type { SloAlert } from '@sprintconnect/plugin-sprintconnect-common';
import { jobContext } from '../../ports';
import type {
  AuditTrail,
  Clock,
  Database,
  JobQueue,
  Outbox,
  RequestContext,
  Tx,
} from '../../ports';
import type { HealthSettings } from '../HealthSettings';
import type { HistoryStore } from '../HistoryStore';
import { objectivesOf } from '../objectivesOf';
import type { SloStore, WatchedBudget } from '../SloStore';
import { sloWindows, type WindowCounts } from './burnRates';
import { keptProbes } from './keptProbes';
import { nextAlerts } from './nextAlerts';
import { plus } from './times';
import { addUp, windowReads } from './windowReads';

/** The kind of the jobs that tell an owner of an alert. Payload: `{serverId, severity}`. */
export const NOTIFY_SLO_ALERT_JOB = 'notify-slo-alert';

export interface SloDeps {
  database: Database;
  clock: Clock;
  audit: AuditTrail;
  outbox: Outbox;
  jobs: JobQueue;
  settings: HealthSettings;
  history: HistoryStore;
  slos: SloStore;
}

/**
 * A rate only rises with a failure, so that servers without a fresh one cannot raise an alert. Some minutes more than
 * the time between two evaluations.
 */
const SUSPECT_MS = 10 * 60_000;
const BATCH = 50;

/** Judges the error budgets of all servers that may burn or stop to. Gives how many it judged. */
export async function evaluateSlos(
  deps: SloDeps,
  signal?: AbortSignal,
): Promise<number> {
  const since = plus(deps.clock.now(), -SUSPECT_MS);
  const suspects = await deps.slos.listSuspects(since);
  let judged = 0;
  for (let from = 0; from < suspects.length; from += BATCH) {
    const watched = await deps.slos.list(suspects.slice(from, from + BATCH));
    for (const orgId of new Set(watched.map(each => each.orgId))) {
      if (signal?.aborted) return judged;
      const mine = watched.filter(each => each.orgId === orgId);
      await evaluateBatch(deps, orgId, mine);
      judged += mine.length;
      // SQLite answers at once: let others of the process have their turn.
      await nextTurn();
    }
  }
  return judged;
}

async function evaluateBatch(
  deps: SloDeps,
  orgId: string,
  watched: readonly WatchedBudget[],
): Promise<void> {
  const to = deps.clock.now();
  const kept = await keptProbes({ ...deps, now: to });
  const counted = await deps.history.count(
    orgId,
    watched.map(each => each.serverId),
    windowReads(sloWindows, { to, kept }),
  );
  const ctx = jobContext({ id: uuid(), kind: 'evaluate-slos', orgId });
  for (const budget of watched) {
    const what = {
      counts: addUp(sloWindows, counted.get(budget.serverId)) as WindowCounts,
      availability: objectivesOf(deps.settings, budget.environment)
        .availability,
      now: to,
    };
    const { alerts } = nextAlerts(budget.alerts, what);
    if (!isSame(alerts, budget.alerts)) {
      await deps.database.transaction(tx =>
        change(tx, ctx, { deps, serverId: budget.serverId, what }),
      );
    }
  }
}

/** Decides again under the lock, so that of two evaluations at once only one announces. */
async function change(
  tx: Tx,
  ctx: RequestContext,
  {
    deps,
    serverId,
    what,
  }: {
    deps: SloDeps;
    serverId: string;
    what: Parameters<typeof nextAlerts>[1];
  },
): Promise<void> {
  const current = await deps.slos.lock(tx, ctx, serverId);
  if (!current) return;
  const { alerts, raised, resolved } = nextAlerts(current, what);
  await deps.slos.write(tx, ctx, { serverId, alerts });
  const changes = [
    ...raised.map(alert => ({ alert, change: 'raised' as const })),
    ...resolved.map(alert => ({ alert, change: 'resolved' as const })),
  ];
  for (const each of changes) {
    await announce(tx, ctx, { deps, serverId, ...each });
  }
}

async function announce(
  tx: Tx,
  ctx: RequestContext,
  {
    deps,
    serverId,
    alert,
    change: what,
  }: {
    deps: SloDeps;
    serverId: string;
    alert: SloAlert;
    change: 'raised' | 'resolved';
  },
): Promise<void> {
  const { severity, longWindow, burnRate } = alert;
  await deps.audit.record(tx, ctx, {
    action: what === 'raised' ? 'slo-alert-raise' : 'slo-alert-resolve',
    target: { type: 'server', id: serverId },
    outcome: 'success',
    meta: { severity, longWindow, burnRate },
  });
  await deps.outbox.add(tx, {
    type: `server.slo.alert.${what}`,
    orgId: ctx.orgId,
    serverId,
  });
  await deps.jobs.enqueue(tx, {
    kind: NOTIFY_SLO_ALERT_JOB,
    orgId: ctx.orgId,
    // With what happened in it, so that the end of an alert is told though its begin is being told right now.
    key: `${serverId}:${severity}:${what}`,
    payload: { serverId, severity },
  });
}

function isSame(a: readonly SloAlert[], b: readonly SloAlert[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
