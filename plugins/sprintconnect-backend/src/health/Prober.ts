import type { RequestContext } from '../ports';
import type { ProbeTarget } from '../registry';
import { UpstreamError } from '../upstream';
import type { HealthDeps } from './state/HealthDeps';
import type { HealthState } from './state/HealthState';
import type { Claim } from './state/HealthStateStore';
import type { ProbeOutcome } from './nextHealth';
import { probeErrorOf } from './probeErrorOf';
import { probeTimeoutOf } from './probeTimeoutOf';
import { forget, type ProbeResult } from './recordProbes';
import { Slots } from './Slots';

/** A claimed server and when its probe is to begin. */
export interface Turn {
  state: HealthState;
  startAt: Date;
}

/** Asks claimed servers whether they answer, so many at once in this process. */
export class Prober {
  readonly #deps: HealthDeps;
  readonly #slots: Slots;

  constructor(deps: HealthDeps) {
    this.#deps = deps;
    this.#slots = new Slots(deps.settings.concurrency);
  }

  /**
   * Probes each server at its time and gives each result to `onResult`. Watches those no more that are retired. Ends
   * when all have answered or the signal says so; gives the ids of those that were not probed, because the
   * signal said so or they could not begin in time for their claim.
   */
  async probe(
    ctx: RequestContext,
    turns: readonly Turn[],
    run: {
      /** Under which the servers are held; later than `startBy` none begins. */
      claim: Claim & { startBy: Date };
      signal: AbortSignal;
      onResult(result: ProbeResult): void;
    },
  ): Promise<string[]> {
    const { registry, database } = this.#deps;
    const ids = turns.map(({ state }) => state.serverId);
    if (ids.length === 0) return [];
    const targets = new Map(
      (await registry.listProbeTargets(ctx, ids)).map(target => [
        target.serverId,
        target,
      ]),
    );
    await this.#holdLonger(ctx, [...targets.values()], run.claim);
    const gone = ids.filter(id => !targets.has(id));
    if (gone.length > 0) {
      await database.transaction(tx => forget(this.#deps, { tx, ctx }, gone));
    }
    const left = await Promise.all(
      turns.map(async ({ state, startAt }) => {
        const target = targets.get(state.serverId);
        if (!target) return [];
        const { clock, pause } = this.#deps;
        await pause(startAt.getTime() - clock.now().getTime(), run.signal);
        const result = await this.#slots.run(() => this.#ask(target, run));
        if (!result) return [state.serverId];
        run.onResult(result);
        return [];
      }),
    );
    return left.flat();
  }

  /** A claim holds for a probe of the usual length. No server that may take longer can be another's before its probe has ended. */
  async #holdLonger(
    ctx: RequestContext,
    targets: readonly ProbeTarget[],
    claim: Claim,
  ): Promise<void> {
    const { states, settings } = this.#deps;
    const moreMs = (target: ProbeTarget) =>
      probeTimeoutOf(target, settings) - settings.timeoutMs;
    const longer = targets.filter(target => moreMs(target) > 0);
    if (longer.length === 0) return;
    const until = claim.until.getTime() + Math.max(...longer.map(moreMs));
    await states.extendClaim(ctx, {
      serverIds: longer.map(({ serverId }) => serverId),
      claim: { ticket: claim.ticket, until: new Date(until) },
    });
  }

  async #ask(
    target: ProbeTarget,
    {
      claim: { startBy },
      signal,
    }: { claim: { startBy: Date }; signal: AbortSignal },
  ): Promise<ProbeResult | undefined> {
    const { clock, upstream, settings } = this.#deps;
    const timeoutMs = probeTimeoutOf(target, settings);
    const at = clock.now();
    if (signal.aborted || at > startBy) return undefined;
    const { serverId, environment, probeIntervalSeconds } = target;
    const told = (outcome: ProbeOutcome): ProbeResult => ({
      serverId,
      environment,
      probeIntervalSeconds,
      outcome,
    });
    try {
      const { latencyMs } = await upstream.probe(target, { signal, timeoutMs });
      return told({ at, ok: true, latencyMs: Math.round(latencyMs) });
    } catch (error) {
      // The worker stops: that says nothing about the server.
      if (signal.aborted) return undefined;
      if (!(error instanceof UpstreamError)) throw error;
      const { retryAfterMs } = error;
      return told({ at, ok: false, error: probeErrorOf(error), retryAfterMs });
    }
  }
}
