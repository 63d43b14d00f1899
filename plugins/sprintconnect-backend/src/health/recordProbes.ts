import { v7 as uuid } from 'uuid';
import type { RequestContext, Tx } from '../ports';
import type { ObservedIdentity } from '../registry';
import { advanceBreaker } from './advanceBreaker';
import { announceAlerts } from './state/announceAlerts';
import { askedRest } from './askedRest';
import { asksForLogin } from './asksForLogin';
import { enqueueNotice } from './state/enqueueNotice';
import type { HealthDeps } from './state/HealthDeps';
import type { HealthState } from './state/HealthState';
import { type ProbeOutcome, nextHealth } from './nextHealth';
import { type IncidentStep, nextIncident } from './nextIncident';
import { nextProbeAt } from './nextProbeAt';
import { objectivesOf } from './state/objectivesOf';

/** A probe that was made under a claim. */
export interface ProbeResult {
  serverId: string;
  outcome: ProbeOutcome;
  environment: string;
  /** The server's own wish. */
  probeIntervalSeconds?: number;
}

/** From one state to the next, with what comes of it. */
interface Step {
  before: HealthState;
  after: HealthState;
  result: ProbeResult;
  incident?: IncidentStep;
}

/**
 * Writes what probes found out, in one transaction: states and schedule, raw probes, incidents, and for each change of
 * status its audit entry, its event and its notification. Gives the states that were written.
 *
 * What comes under a claim that was lost meanwhile is dropped: somebody else probes that server. So is what comes of a
 * server that has retired since; it is watched no more.
 */
export async function recordProbes(
  deps: HealthDeps,
  ctx: RequestContext,
  { ticket, results }: { ticket: string; results: readonly ProbeResult[] },
): Promise<HealthState[]> {
  if (results.length === 0) return [];
  const byId = new Map(results.map(result => [result.serverId, result]));
  return deps.database.transaction(async tx => {
    const serverIds = [...byId.keys()];
    const locked = await deps.states.lockClaimed(tx, ctx, {
      serverIds,
      ticket,
    });
    const steps: Step[] = [];
    for (const before of locked) {
      const result = byId.get(before.serverId)!;
      steps.push(await stepOf(deps, { tx, ctx }, { before, result }));
    }
    const inUse = await deps.registry.recordHealth(
      tx,
      ctx,
      steps.map(({ after, result }) => ({
        serverId: after.serverId,
        status: after.status,
        since: after.since,
        latencyMs: result.outcome.latencyMs,
      })),
    );
    const gone = locked.filter(({ serverId }) => !inUse.has(serverId));
    await forget(
      deps,
      { tx, ctx },
      gone.map(({ serverId }) => serverId),
    );
    const kept = steps.filter(({ after }) => inUse.has(after.serverId));
    await writeSteps(deps, { tx, ctx }, kept);
    for (const step of kept.filter(isChange)) {
      const identity = inUse.get(step.after.serverId)!;
      await announce(deps, { tx, ctx }, { step, identity });
    }
    return kept.map(({ after }) => after);
  });
}

/**
 * Watches servers no more, ends what lasts of them, incidents and burning budgets, and has it told: else it would be said
 * for ever that they are down.
 */
export async function forget(
  deps: Pick<
    HealthDeps,
    'states' | 'incidents' | 'clock' | 'jobs' | 'audit' | 'outbox' | 'registry'
  >,
  { tx, ctx }: { tx: Tx; ctx: RequestContext },
  serverIds: readonly string[],
): Promise<void> {
  if (serverIds.length === 0) return;
  const gone = await deps.states.delete(tx, ctx, serverIds);
  const at = deps.clock.now();
  const ended = await deps.incidents.endOf(tx, ctx, { serverIds, at });
  for (const { id, serverId } of ended) {
    const notice = { noticeId: id, serverId, about: 'incident' as const };
    await enqueueNotice(deps, { tx, ctx }, { ...notice, change: 'end' });
  }
  for (const { serverId, incidentId, alerts } of gone) {
    const noticeId = incidentId ?? noticeOf(alerts);
    const burnt = { serverId, noticeId, resolved: alerts };
    await announceAlerts(deps, { tx, ctx }, burnt);
  }
}

async function stepOf(
  deps: HealthDeps,
  { tx, ctx }: { tx: Tx; ctx: RequestContext },
  { before, result }: Pick<Step, 'before' | 'result'>,
): Promise<Step> {
  const { settings, clock } = deps;
  const { outcome, environment } = result;
  const objectives = objectivesOf(settings, environment);
  const intervalSeconds =
    result.probeIntervalSeconds ?? objectives.intervalSeconds;
  const health = nextHealth(before, outcome, {
    latencyMs: objectives.latencyMs,
    failureThreshold: settings.failureThreshold,
    recoveryThreshold: settings.recoveryThreshold,
  });
  const restMsMax = Math.max(settings.restSecondsMax, intervalSeconds) * 1000;
  const isAlive = outcome.ok || asksForLogin(outcome);
  const answered = { at: outcome.at, ok: isAlive };
  const circuit = await advanceBreaker(before, answered, {
    threshold: settings.failureThreshold * 2,
    firstRestMs: Math.max(settings.restSeconds, intervalSeconds) * 1000,
    restMsMax,
  });
  const { serverId } = before;
  const { jitter } = settings;
  const turn = { serverId, now: clock.now(), intervalSeconds, jitter };
  const planned = nextProbeAt({ ...turn, random: Math.random() });
  const rest = askedRest(circuit.rest, outcome, { planned, restMsMax });
  const incident = nextIncident(before, health);
  const after: HealthState = {
    orgId: before.orgId,
    serverId,
    environment,
    ...health,
    lastProbe: outcome,
    breaker: circuit.breaker,
    rest,
    nextProbeAt: rest?.until ?? planned,
    incidentId: await incidentIdOf(deps, { tx, ctx }, { before, incident }),
    alerts: before.alerts,
  };
  return { before, after, result, incident };
}

/** An incident of a server whose budget burns already goes on in the notification that told of that. */
async function incidentIdOf(
  { incidents }: HealthDeps,
  { tx, ctx }: { tx: Tx; ctx: RequestContext },
  { before, incident }: Pick<Step, 'before' | 'incident'>,
): Promise<string | undefined> {
  if (!incident || incident.do === 'worsen') return before.incidentId;
  if (incident.do === 'end') return undefined;
  const told = noticeOf(before.alerts);
  const isFree = told && !(await incidents.exists(tx, ctx, told));
  return isFree ? told : uuid();
}

/** By which notification these alerts are told. */
function noticeOf(alerts: HealthState['alerts']): string | undefined {
  return alerts.find(({ noticeId }) => noticeId)?.noticeId;
}

async function writeSteps(
  deps: HealthDeps,
  { tx, ctx }: { tx: Tx; ctx: RequestContext },
  steps: readonly Step[],
): Promise<void> {
  const { incidents } = deps;
  await deps.states.write(
    tx,
    steps.map(({ after }) => after),
  );
  // What asks for a login is neither good nor bad, so that no sum, share or budget may count it.
  const judged = steps.filter(({ result }) => !asksForLogin(result.outcome));
  await deps.probes.insertMany(
    tx,
    judged.map(({ after: { orgId, serverId }, result: { outcome } }) => ({
      orgId,
      serverId,
      ...outcome,
    })),
  );
  const failedIn = judged.flatMap(({ before, result }) =>
    before.incidentId && !result.outcome.ok ? [before.incidentId] : [],
  );
  await incidents.countFailure(tx, ctx, failedIn);
  for (const { before, after, incident } of steps) {
    const { serverId, failures } = after;
    if (incident?.do === 'open') {
      await incidents.insert(tx, ctx, {
        id: after.incidentId!,
        serverId,
        status: incident.status,
        cause: incident.cause,
        startedAt: after.since!,
        failures,
      });
    } else if (incident?.do === 'worsen') {
      const { status, cause } = incident;
      const id = before.incidentId!;
      await incidents.worsen(tx, ctx, { id, status, cause });
    } else if (incident?.do === 'end') {
      const at = after.since!;
      await incidents.end(tx, ctx, { id: before.incidentId!, at });
    }
  }
}

function isChange({ before, after }: Step): boolean {
  return before.status !== after.status;
}

async function announce(
  deps: HealthDeps,
  { tx, ctx }: { tx: Tx; ctx: RequestContext },
  { step, identity }: { step: Step; identity: ObservedIdentity },
): Promise<void> {
  const { before, after, incident } = step;
  const { orgId, serverId } = after;
  await deps.audit.record(tx, ctx, {
    action: 'server-health-change',
    target: { type: 'server', id: serverId },
    outcome: 'success',
    reason: after.reason?.code,
    meta: {
      name: identity.name,
      environment: identity.environment,
      from: before.status,
      to: after.status,
    },
  });
  await deps.outbox.add(tx, { type: 'server.health.changed', orgId, serverId });
  const noticeId = before.incidentId ?? after.incidentId;
  if (incident && noticeId) {
    const notice = { noticeId, serverId, about: 'incident' as const };
    await enqueueNotice(deps, { tx, ctx }, { ...notice, change: incident.do });
  }
}
