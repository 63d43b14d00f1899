import { type RequestContext, jobContext } from '../ports';
import type { WatchedServer } from '../registry';
import type { HealthDeps } from './state/HealthDeps';
import type { ScheduledState } from './state/HealthStateStore';
import { firstProbeAt, nextProbeAt } from './nextProbeAt';
import { objectivesOf } from './state/objectivesOf';
import { forget } from './recordProbes';

const PAGE = 1_000;
/** A new server is probed for the first time within this, or its interval where that is shorter. */
const FIRST_WITHIN_SECONDS = 60;
/** A time further ahead than this many intervals was planned for another interval. */
const TOO_FAR = 2;

/**
 * Makes what is watched what the registry has in use: servers that nobody watches yet get a first time, each its own
 * within an interval; those that retired are forgotten; a changed environment or interval counts from now on. Gives how many probes
 * a second the servers of each organisation ask for.
 */
export async function reconcileWatched(
  deps: HealthDeps,
  signal?: AbortSignal,
): Promise<Map<string, number>> {
  const { registry, states } = deps;
  const rates = new Map<string, number>();
  let after = '';
  for (let isLast = false; !isLast && !signal?.aborted;) {
    const servers = await registry.listWatched({ after, limit: PAGE });
    isLast = servers.length < PAGE;
    const upTo = isLast ? undefined : servers[servers.length - 1].serverId;
    const watched = await states.listScheduled({
      after,
      upTo,
      limit: PAGE * 10,
    });
    await reconcilePage(deps, servers, watched);
    for (const server of servers) {
      const rate = 1 / intervalOf(deps, server);
      rates.set(server.orgId, (rates.get(server.orgId) ?? 0) + rate);
    }
    after = upTo ?? '';
  }
  return rates;
}

async function reconcilePage(
  deps: HealthDeps,
  servers: readonly WatchedServer[],
  watched: readonly ScheduledState[],
): Promise<void> {
  const known = new Map(watched.map(state => [state.serverId, state]));
  const missing = servers.filter(({ serverId }) => !known.has(serverId));
  const inUse = new Set(servers.map(({ serverId }) => serverId));
  const unseen = watched.filter(({ serverId }) => !inUse.has(serverId));
  const gone = await goneOf(deps, unseen);
  const changes = servers.flatMap(server => {
    const change = correctionOf(deps, server, known.get(server.serverId));
    return change ? [change] : [];
  });
  if (missing.length + gone.size + changes.length === 0) return;
  await deps.database.transaction(async tx => {
    const now = deps.clock.now();
    await deps.states.insert(
      tx,
      missing.map(server => {
        const within = Math.min(FIRST_WITHIN_SECONDS, intervalOf(deps, server));
        const first = { ...server, now, intervalSeconds: within };
        return { ...server, nextProbeAt: firstProbeAt(first) };
      }),
    );
    for (const [orgId, ids] of gone) {
      await forget(deps, { tx, ctx: contextOf(orgId) }, ids);
    }
    for (const { orgId, ...change } of changes) {
      await deps.states.reschedule(tx, contextOf(orgId), change);
    }
  });
}

/** Ids by organisation. Asks once more: a server may be registered, and probed, between the two pages that were read. */
async function goneOf(
  { registry }: HealthDeps,
  unseen: readonly ScheduledState[],
): Promise<Map<string, string[]>> {
  const gone = new Map<string, string[]>();
  for (const orgId of new Set(unseen.map(state => state.orgId))) {
    const ids = unseen
      .filter(state => state.orgId === orgId)
      .map(state => state.serverId);
    const targets = await registry.listProbeTargets(contextOf(orgId), ids);
    const inUse = new Set(targets.map(({ serverId }) => serverId));
    const left = ids.filter(id => !inUse.has(id));
    if (left.length > 0) gone.set(orgId, left);
  }
  return gone;
}

function correctionOf(
  deps: HealthDeps,
  server: WatchedServer,
  state: ScheduledState | undefined,
) {
  if (!state) return undefined;
  const { clock, settings } = deps;
  const { orgId, serverId, environment } = server;
  const now = clock.now();
  const intervalSeconds = intervalOf(deps, server);
  const aheadMs = (state.nextProbeAt?.getTime() ?? Infinity) - now.getTime();
  const isFar = !state.isResting && aheadMs > intervalSeconds * 1000 * TOO_FAR;
  if (!isFar && state.environment === environment) return undefined;
  const { jitter } = settings;
  const random = Math.random();
  const planned = { serverId, now, intervalSeconds, jitter, random };
  return {
    orgId,
    serverId,
    environment,
    ...(isFar && { nextProbeAt: nextProbeAt(planned) }),
  };
}

function intervalOf({ settings }: HealthDeps, server: WatchedServer): number {
  return (
    server.probeIntervalSeconds ??
    objectivesOf(settings, server.environment).intervalSeconds
  );
}

function contextOf(orgId: string): RequestContext {
  const kind = 'reconcile-health';
  return jobContext({ id: kind, kind, orgId });
}
