import { TiedSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { FinalJobError } from '../ports';
import type { Clock, RequestContext } from '../ports';
import type { RegistryService } from '../registry';
import type { Upstream } from '../upstream';
import { answerOfNo } from './answerOfNo';
import { observeServer } from './observeServer';
import type { Observation } from './observeServer';

export interface DiscoverOptions extends Observation {
  registry: RegistryService;
  upstream: Upstream;
  clock: Clock;
  /** Longest time for one discovery, from connecting to the last list. A time of its own to connect in comes on top. */
  timeoutMs: number;
}

/** What a discovery came to, kept as the result of its job. */
export type DiscoveryResult =
  | { outcome: 'recorded'; version: number; changed: boolean; partial?: true }
  | { outcome: 'skipped'; reason: string };

/**
 * Finds out what one server offers and has the registry record it. Idempotent: an unchanged server
 * changes nothing.
 *
 * A server that cannot be reached, understood or trusted gets its `lastError` and keeps its last good snapshot, and
 * the job ends as failed: the schedule asks again, later and later. One of which some lists can be read, and others not, is recorded
 * with the faults of those.
 *
 * @throws FinalJobError with the words of that `lastError`; any other error is ours and asks for another attempt.
 */
export async function discoverServer(
  ctx: RequestContext,
  serverId: string,
  options: DiscoverOptions,
): Promise<DiscoveryResult> {
  const { registry, upstream, clock, signal, progress } = options;
  const target = await registry.getDiscoveryTarget(ctx, serverId);
  if (!target) {
    return { outcome: 'skipped', reason: 'The server is retired.' };
  }
  const timeoutMs = options.timeoutMs + (target.connectTimeoutMs ?? 0);
  const startedAt = clock.now();
  const within = new TiedSignal({ sources: [signal], timeoutMs });
  try {
    const observed = await observeServer(
      upstream,
      { orgId: ctx.orgId, serverId, ...target },
      { signal: within.signal, progress },
    );
    // What was given up is no fault of the lists.
    signal.throwIfAborted();
    const recorded = await registry.recordSnapshot(ctx, serverId, {
      ...observed,
      startedAt,
    });
    return { outcome: 'recorded', ...recorded };
  } catch (error) {
    // The worker stops or lost its claim: that says nothing about the server.
    if (signal.aborted) throw error;
    const answer = answerOfNo(error, { isLate: within.isLate, timeoutMs });
    if (!answer) throw error;
    await registry.recordDiscoveryFailure(ctx, serverId, answer);
    throw new FinalJobError(answer.message, { cause: error });
  } finally {
    within.untie();
  }
}
