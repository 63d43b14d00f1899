import { v4 as randomUuid } from 'uuid';
import { DatabaseUnavailableError, type RequestContext } from '../ports';
import type { HealthDeps, ProbeBatch } from './state/HealthDeps';
import type { HealthState } from './state/HealthState';
import type { Claim } from './state/HealthStateStore';
import type { Prober, Turn } from './Prober';
import { ResultWriter } from './ResultWriter';

/** Claims are taken for so much time ahead: short, because the servers of a killed worker wait for them to lapse. */
const TICK_MS = 1_000;
/** A probe that waits longer than this for a slot gives its claim back. */
const START_LATE_MS = 2_000;
/**
 * From the last moment of a probe to the commit of its result: connections and processes are ended, results are
 * collected, and the clocks of instances may be apart.
 */
const CLAIM_MARGIN_MS = 3_000;

/**
 * How long a claim that is taken now holds: until a probe that is to begin within `aheadMs` is written. One that could
 * not begin by `startBy` would be at work still when another may claim the server.
 */
export function newClaim(
  { clock, settings }: Pick<HealthDeps, 'clock' | 'settings'>,
  aheadMs: number,
): Claim & { startBy: Date } {
  const startBy = clock.now().getTime() + aheadMs + START_LATE_MS;
  return {
    ticket: randomUuid(),
    startBy: new Date(startBy),
    until: new Date(startBy + settings.timeoutMs + CLAIM_MARGIN_MS),
  };
}

/**
 * Probes the servers of one organisation that come due in a slice of time, each at its time. What is overdue is spread
 * over the slice. Other workers may do the same slice: a claim on its row decides who probes a server. A batch that
 * begins when its slice is over does a tick all the same, because if all came late nobody would be probed.
 */
export async function probeBatch(
  deps: HealthDeps,
  ctx: RequestContext,
  {
    prober,
    batch,
    signal,
  }: { prober: Prober; batch: ProbeBatch; signal: AbortSignal },
): Promise<{ probed: number }> {
  const { clock, logger, pause } = deps;
  const ticks: Promise<number>[] = [];
  const from = Date.parse(batch.from);
  await pause(from - clock.now().getTime(), signal);
  let at = Math.max(from, clock.now().getTime());
  const sliceEnd = Date.parse(batch.until);
  const until = at < sliceEnd ? sliceEnd : at + TICK_MS;
  while (at < until && !signal.aborted) {
    const end = Math.min(at + TICK_MS, until);
    const limit = Math.ceil((batch.perSecond * (end - at)) / TICK_MS);
    const tick = { prober, signal, limit, from: at, before: end };
    ticks.push(
      probeTick(deps, ctx, tick).catch((error: Error) => {
        // What it claimed lapses and is due again.
        const isTold = error instanceof DatabaseUnavailableError;
        if (!signal.aborted && !isTold) {
          logger.warn("Couldn't probe servers that are due", error);
        }
        return 0;
      }),
    );
    await pause(end - clock.now().getTime(), signal);
    at = end;
  }
  const counts = await Promise.all(ticks);
  return { probed: counts.reduce((sum, each) => sum + each, 0) };
}

async function probeTick(
  deps: HealthDeps,
  ctx: RequestContext,
  tick: {
    prober: Prober;
    signal: AbortSignal;
    limit: number;
    from: number;
    before: number;
  },
): Promise<number> {
  const { states, clock } = deps;
  const { from, before, limit, signal } = tick;
  const claim = newClaim(deps, before - from);
  const claimed = await states.claimDue(ctx, {
    now: clock.now(),
    before: new Date(before),
    limit,
    claim,
  });
  if (claimed.length === 0) return 0;
  const { ticket } = claim;
  const writer = new ResultWriter(deps, { ctx, ticket });
  try {
    const serverIds = await tick.prober.probe(ctx, turnsOf(claimed, tick), {
      claim,
      signal,
      onResult: result => writer.add(result),
    });
    if (serverIds.length > 0) {
      await states.release(ctx, { serverIds, ticket });
    }
    return claimed.length - serverIds.length;
  } finally {
    await writer.end();
  }
}

/** Each at its own time; those whose time is over one after the other, spread over the tick. */
function turnsOf(
  states: readonly HealthState[],
  { from, before }: { from: number; before: number },
): Turn[] {
  const late = states.filter(state => dueOf(state) < from);
  const inTime = states.filter(state => dueOf(state) >= from);
  return [
    ...late.map((state, index) => ({
      state,
      startAt: new Date(from + ((before - from) * index) / late.length),
    })),
    ...inTime.map(state => ({ state, startAt: new Date(dueOf(state)) })),
  ];
}

function dueOf({ nextProbeAt }: HealthState): number {
  return nextProbeAt?.getTime() ?? 0;
}
