import { createHash } from 'node:crypto';
import type { Clock, RequestContext } from '../../ports';
import type { AskedCall } from '../call/Call';
import { callerKeyOf } from '../pipeline/steps';
import type { Seal } from './createSeal';

/** What a client carries for us between two rounds of one call. */
export type RequestState =
  /** A call of ours that goes on meanwhile. */
  | { held: string }
  /** What the server gave, as it gave it. */
  | { server: string };

const KEPT_MS = 3600 * 1000;

/**
 * The `requestState` of MCP 2026-07-28 (multi-round-trip requests), sealed for one caller and one call: of the same server, method, name
 * and arguments. It expires after an hour.
 */
export class RequestStates {
  readonly #seal: Seal;
  readonly #clock: Clock;

  constructor(seal: Seal, clock: Clock) {
    this.#seal = seal;
    this.#clock = clock;
  }

  close(ctx: RequestContext, asked: AskedCall, state: RequestState): string {
    const until = this.#clock.now().getTime() + KEPT_MS;
    return this.#seal.seal(
      JSON.stringify({ ...state, until }),
      boundTo(ctx, asked),
    );
  }

  /** Undefined where it is not ours, not of this caller, not of this call, or too old. */
  open(
    ctx: RequestContext,
    asked: AskedCall,
    sealed: string,
  ): RequestState | undefined {
    const text = this.#seal.open(sealed, boundTo(ctx, asked));
    if (text === undefined) return undefined;
    const { until, ...state } = JSON.parse(text);
    return until > this.#clock.now().getTime() ? state : undefined;
  }
}

function boundTo(ctx: RequestContext, asked: AskedCall): readonly string[] {
  const { server, method, capability, arguments: given } = asked;
  const digest = createHash('sha256')
    .update(JSON.stringify(given ?? null))
    .digest('base64');
  return [
    'request state',
    callerKeyOf(ctx),
    JSON.stringify(server),
    method,
    capability,
    digest,
  ];
}
