import { v7 as uuid } from 'uuid';
import type { SloAlert } from '@sprintconnect/plugin-sprintconnect-common';
import { nextTurn } from '../../pace';
import { jobContext, type RequestContext, type Tx } from '../../ports';
import { announceAlerts } from '../state/announceAlerts';
import type { HealthDeps } from '../state/HealthDeps';
import type { HistoryStore } from './HistoryStore';
import { objectivesOf } from '../state/objectivesOf';
import type { SloStore, WatchedBudget } from './SloStore';
import { type SloWindow, sloWindows, type WindowCounts } from './burnRates';
import { keptProbes } from './keptProbes';
import { nextAlerts } from './nextAlerts';
import { plus } from '../state/times';
import { addUp, windowReads } from './windowReads';

/** What the evaluation of error budgets works with. */
export type SloDeps = Pick<
  HealthDeps,
  | 'database'
  | 'clock'
  | 'audit'
  | 'outbox'
  | 'jobs'
  | 'settings'
  | 'incidents'
  | 'registry'
> & { history: HistoryStore; slos: SloStore };

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
    // A budget that burnt before the server asked for a login burns no more.
    const mine = budget.asksForLogin ? {} : counted.get(budget.serverId);
    const what = {
      counts: addUp(sloWindows, mine) as WindowCounts,
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
  const { alerts, raised, resolved } = nextAlerts(current.alerts, what);
  const noticeId =
    current.incidentId ??
    current.alerts.find(each => each.noticeId)?.noticeId ??
    (raised[0] && (await newNotice(deps, { tx, ctx }, { serverId, raised })));
  await deps.slos.write(tx, ctx, {
    serverId,
    alerts: alerts.map(each => ({
      ...each,
      noticeId: each.noticeId ?? noticeId,
    })),
  });
  const changed = { serverId, noticeId, raised, resolved };
  await announceAlerts(deps, { tx, ctx }, changed);
}

/** Of failures that an incident told already, which is over for less than an alert takes to end, it is that one. */
async function newNotice(
  { incidents, clock }: SloDeps,
  { tx, ctx }: { tx: Tx; ctx: RequestContext },
  { serverId, raised }: { serverId: string; raised: readonly SloAlert[] },
): Promise<string> {
  const lengths = raised.map(
    ({ shortWindow }) => sloWindows[shortWindow as SloWindow],
  );
  const after = plus(clock.now(), -Math.max(...lengths));
  return (await incidents.lastEnded(tx, ctx, { serverId, after })) ?? uuid();
}

function isSame(a: readonly SloAlert[], b: readonly SloAlert[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
