import { loadCockatiel } from './loadCockatiel';

/** A circuit as it is kept with the state of its server. */
export interface Circuit {
  /** What cockatiel knows of it. Absent: closed, and nothing failed. */
  breaker?: unknown;
  /** While it is open. */
  rest?: { since: Date; until: Date };
}

export interface BreakerRules {
  /** Failures in a row that open the circuit. */
  threshold: number;
  firstRestMs: number;
  restMsMax: number;
}

/** A timer may end a millisecond before the clock says so; who probes so late in a rest probes after it. */
const TIMER_SLACK_MS = 100;
/** After so many rests in a row each is the longest there is. Cockatiel counts up to their number whenever it is asked. */
const ATTEMPTS_MAX = 40;

interface Kept {
  ownState: { value: number; openedAt?: number; attemptNo?: number };
  breakerState: unknown;
}

/**
 * The circuit of a server after one more probe. A circuit that opens rests its server; the probe after the rest
 * half-opens it: a good one closes it, a failed one makes it rest twice as long, up to the most.
 *
 * @remarks
 *
 * The circuit lives in the database, so that any instance goes on where another left off; cockatiel decides, and is
 * given the state each time. A failed probe that somebody asked for in the middle of a rest changes nothing.
 */
export async function advanceBreaker(
  circuit: Circuit,
  probe: { ok: boolean; at: Date },
  rules: BreakerRules,
): Promise<Circuit> {
  if (probe.ok && circuit.breaker === undefined) return {};
  const leftMs = circuit.rest ? +circuit.rest.until - +probe.at : 0;
  if (leftMs > TIMER_SLACK_MS && !probe.ok) return circuit;

  const { circuitBreaker, handleAll, ConsecutiveBreaker, CircuitState } =
    loadCockatiel();
  const policy = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(rules.threshold),
    halfOpenAfter: backoff(rules),
    initialState: hydrated(circuit.breaker as Kept | undefined),
  });
  await policy
    .execute(() => {
      if (!probe.ok) throw new Error('The probe failed');
    })
    .catch(() => {});
  const kept = policy.toJSON() as Kept;
  if (policy.state !== CircuitState.Open) {
    return kept.breakerState === 0 ? {} : { breaker: kept };
  }
  const { attemptNo = 1 } = kept.ownState;
  const restMs = Math.min(
    rules.firstRestMs * 2 ** (attemptNo - 1),
    rules.restMsMax,
  );
  return {
    breaker: {
      ...kept,
      ownState: { ...kept.ownState, openedAt: probe.at.getTime() },
    },
    rest: {
      since: circuit.rest?.since ?? probe.at,
      until: new Date(probe.at.getTime() + restMs),
    },
  };
}

function backoff({ firstRestMs, restMsMax }: BreakerRules) {
  const { ExponentialBackoff, noJitterGenerator } = loadCockatiel();
  return new ExponentialBackoff({
    initialDelay: firstRestMs,
    maxDelay: restMsMax,
    exponent: 2,
    generator: noJitterGenerator,
  });
}

/** Whoever comes this far has waited for the rest to end, by our clock: for cockatiel's it ended long ago. */
function hydrated(kept: Kept | undefined): unknown {
  if (!kept) return undefined;
  const { attemptNo = 1 } = kept.ownState;
  const ownState = {
    ...kept.ownState,
    openedAt: 0,
    attemptNo: Math.min(attemptNo, ATTEMPTS_MAX),
  };
  return { ...kept, ownState };
}
