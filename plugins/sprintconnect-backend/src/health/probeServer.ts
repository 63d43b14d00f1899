import type { RequestContext } from '../ports';
import type { HealthDeps } from './state/HealthDeps';
import type { HealthState } from './state/HealthState';
import { newClaim } from './probeBatch';
import type { Prober } from './Prober';
import { recordProbes } from './recordProbes';

/** What became of a probe that was asked for, kept as the result of its job. */
export type ProbeServerResult =
  | {
      outcome: 'probed' | 'joined';
      ok: boolean;
      status: string;
      /** Why it was not good, in words for people. */
      error?: string;
    }
  | { outcome: 'skipped'; reason: string };

const LOOK_MS = 100;
/** What is spent on a claim that became too old. */
const LATE_MS = 2_000;
/** With the usual time limit a claim lapses within this; where probes may take longer, another attempt waits on. */
const PATIENCE_MS = 20_000;

/**
 * Probes one server now, whether it is due, resting or not watched yet. Never two at once: while
 * somebody else holds it their probe is waited for, and is the answer where it began after this was asked.
 *
 * @throws Error when the claim of another does not end; another attempt of the job may find it free.
 */
export async function probeServer(
  deps: HealthDeps,
  ctx: RequestContext,
  {
    prober,
    serverId,
    signal,
  }: { prober: Prober; serverId: string; signal: AbortSignal },
): Promise<ProbeServerResult> {
  const { clock, states, database, registry, pause } = deps;
  const began = clock.now();
  const [target] = await registry.listProbeTargets(ctx, [serverId]);
  if (!target) {
    return { outcome: 'skipped', reason: "The server isn't active." };
  }
  const { orgId, environment } = target;
  await database.transaction(tx =>
    states.insert(tx, [{ orgId, serverId, environment, nextProbeAt: began }]),
  );
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    const claim = newClaim(deps, 0);
    const now = clock.now();
    const claimed = await states.claimOne(ctx, { serverId, now, claim });
    const seen = claimed ?? (await states.find(ctx, [serverId]))[0];
    if (!seen) {
      return { outcome: 'skipped', reason: "The server isn't active." };
    }
    const { lastProbe, status } = seen;
    if (waited > 0 && lastProbe && lastProbe.at >= began) {
      // It may have ended between two looks, so that the claim was free.
      const { ticket } = claim;
      if (claimed) await states.release(ctx, { serverIds: [serverId], ticket });
      return { outcome: 'joined', status, ...outcomeOf(lastProbe) };
    }
    const result =
      claimed &&
      (await probeClaimed(deps, ctx, {
        ...{ prober, claim, signal },
        state: claimed,
      }));
    if (result) return result;
    if (claimed) waited += LATE_MS;
    await pause(LOOK_MS, signal);
    signal.throwIfAborted();
  }
  throw new Error(
    `The server ${serverId} is being probed without an end, or no slot for its probe was free`,
  );
}

/** Undefined when the claim was too old before the probe could begin: all slots were taken, or the database was away. */
async function probeClaimed(
  deps: HealthDeps,
  ctx: RequestContext,
  run: {
    prober: Prober;
    state: HealthState;
    claim: ReturnType<typeof newClaim>;
    signal: AbortSignal;
  },
): Promise<ProbeServerResult | undefined> {
  const { prober, state, claim, signal } = run;
  const { ticket } = claim;
  const { serverId } = state;
  const results: Parameters<typeof recordProbes>[2]['results'][number][] = [];
  const left = await prober.probe(ctx, [{ state, startAt: deps.clock.now() }], {
    claim,
    signal,
    onResult: result => results.push(result),
  });
  if (left.length > 0) {
    await deps.states.release(ctx, { serverIds: [serverId], ticket });
    signal.throwIfAborted();
    return undefined;
  }
  const [written] = await recordProbes(deps, ctx, { ticket, results });
  return written
    ? {
        outcome: 'probed',
        status: written.status,
        ...outcomeOf(written.lastProbe),
      }
    : { outcome: 'skipped', reason: 'The server is no longer active.' };
}

function outcomeOf(probe: HealthState['lastProbe']) {
  const error = probe?.error?.message;
  return { ok: probe?.ok ?? false, ...(error && { error }) };
}
