import {
  type HealthReason,
  type Probe,
  type Server,
  type ServerHealth,
  sloAlertSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../../ports';
import type { HealthState } from '../state/HealthState';
import type { HealthSample, ProbeCounts } from './HistoryStore';
import { objectivesOf } from '../state/objectivesOf';
import type { HistoryDeps } from './HistoryDeps';
import { mergeHistograms, quantileOf } from './Histogram';
import { judgeSlo } from './judgeSlo';
import { keptProbes } from './keptProbes';
import { planReads } from './planReads';
import { pointsOf } from './pointsOf';
import { DAY_MS, HOUR_MS, plus } from '../state/times';
import { trendOf } from './trendOf';
import { addUp, windowReads } from './windowReads';

const UPTIME_WINDOWS = {
  h1: HOUR_MS,
  h24: DAY_MS,
  d7: 7 * DAY_MS,
  d30: 30 * DAY_MS,
};

/** Whether a server works now, and how well it did. */
export async function answerHealth(
  deps: HistoryDeps,
  ctx: RequestContext,
  server: Server,
): Promise<ServerHealth> {
  const to = deps.clock.now();
  const key = { orgId: ctx.orgId, serverId: server.id };
  const [[state], kept] = await Promise.all([
    deps.states.find(ctx, [server.id]),
    keptProbes({ ...deps, now: to }),
  ]);
  const day = planReads({ from: plus(to, -DAY_MS), to }, kept);
  const [counted, since, samples, incident] = await Promise.all([
    deps.history.count(
      ctx.orgId,
      [server.id],
      windowReads(UPTIME_WINDOWS, { to, kept }),
    ),
    deps.history.oldest(key, plus(to, -UPTIME_WINDOWS.d30)),
    deps.history.samples(key, day),
    state?.incidentId
      ? deps.history.incident(ctx.orgId, state.incidentId)
      : undefined,
  ]);
  const windows = addUp(UPTIME_WINDOWS, counted.get(server.id));
  const objectives = objectivesOf(deps.settings, server.environment);
  const trend = trendOf(trendPointsOf(samples));
  return {
    ...(state ? stateOf(state) : { status: 'unknown' as const }),
    uptime: uptimesOf(windows),
    basis: {
      ...(since && { since: since.toISOString() }),
      probes: probesOf(windows),
    },
    latencyMs: latencyOf(samples),
    ...(trend && { trend }),
    slo: {
      availability: objectives.availability,
      latencyMs: objectives.latencyMs,
      ...judgeSlo({
        counts: windows.d30,
        since,
        availability: objectives.availability,
        asksForLogin: state?.status === 'login-required',
        now: to,
      }),
      alerts: (state?.alerts ?? []).map(alert => sloAlertSchema.parse(alert)),
    },
    ...(incident && { incident }),
  };
}

/** The share of good probes; undefined where there is none. */
export function uptimeOf({ probes, failures }: ProbeCounts) {
  return probes === 0 ? undefined : (probes - failures) / probes;
}

type Windows = Record<keyof typeof UPTIME_WINDOWS, ProbeCounts>;

function probesOf({ h1, h24, d7, d30 }: Windows) {
  return { h1: h1.probes, h24: h24.probes, d7: d7.probes, d30: d30.probes };
}

function uptimesOf(windows: Windows): ServerHealth['uptime'] {
  return Object.fromEntries(
    Object.entries(windows)
      .map(([window, counts]) => [window, uptimeOf(counts)])
      .filter(([, share]) => share !== undefined),
  );
}

function latencyOf(
  samples: readonly HealthSample[],
): ServerHealth['latencyMs'] {
  const histogram = mergeHistograms(samples.map(each => each.latencies));
  const p50 = quantileOf(histogram, 0.5);
  const p95 = quantileOf(histogram, 0.95);
  return p50 === undefined ? {} : { p50, p95 };
}

function trendPointsOf(samples: readonly HealthSample[]) {
  return pointsOf(samples, HOUR_MS).map(point => ({
    ...point,
    at: new Date(point.at),
  }));
}

function stateOf(
  state: HealthState,
): Omit<ServerHealth, 'uptime' | 'basis' | 'latencyMs'> {
  const { status, since, reason, lastProbe, nextProbeAt, rest } = state;
  return {
    status,
    ...(since && { since: since.toISOString() }),
    ...(reason && { reason }),
    ...(lastProbe && { lastProbe: probeOf(lastProbe) }),
    ...(nextProbeAt && { nextProbeAt: nextProbeAt.toISOString() }),
    ...(rest && {
      resting: {
        since: rest.since.toISOString(),
        until: rest.until.toISOString(),
        reason:
          reason?.message ?? lastProbe?.error?.message ?? "It didn't respond.",
      },
    }),
  };
}

function probeOf(probe: NonNullable<HealthState['lastProbe']>): Probe {
  const { at, ok, latencyMs, error } = probe;
  return {
    at: at.toISOString(),
    ok,
    ...(latencyMs !== undefined && { latencyMs }),
    ...(error && { error: error as HealthReason & Probe['error'] }),
  };
}
