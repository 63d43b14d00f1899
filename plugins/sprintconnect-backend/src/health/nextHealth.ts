import type {
  HealthReason,
  HealthStatus,
  ProbeErrorCode,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Health, RECENT_MAX, type RecentProbe } from './HealthState';

/** What one probe found out. */
export interface ProbeOutcome {
  at: Date;
  ok: boolean;
  /** Of a good probe. */
  latencyMs?: number;
  /** Of a failed one. */
  error?: { code: ProbeErrorCode; message: string };
  /** Of a failed one whose server asks to be left alone for so long. */
  retryAfterMs?: number;
}

/** What is asked of a server, and how soon judged. */
export interface HealthRules {
  /** A good answer that takes longer is slow. */
  latencyMs: number;
  /** Failures in a row that make unhealthy, and slow answers in a row that make degraded. */
  failureThreshold: number;
  /** Good probes in a row that end either. */
  recoveryThreshold: number;
}

/** Among so many of the last probes failures are counted … */
const FLAPPING_WINDOW = 10;
/** … that came separately, with good probes between them. So many are flapping, and one is none. */
const FLAPPING_FAULTS = 3;
const CALM_FAULTS = 1;

/**
 * How a server does after one more probe. Pure.
 *
 * The first good probe makes it healthy. So many failures in a row make it unhealthy, whatever it was; only a server that
 * was not and turns requests away (HTTP 429) is alive, and so degraded. Answers over the latency objective in a row, or
 * failures that come and go, make it degraded. Either ends with good probes in a row: for a slow server with fast ones,
 * for a flapping one when at most one fault is left among its last probes.
 */
export function nextHealth(
  health: Health,
  probe: ProbeOutcome,
  rules: HealthRules,
): Health {
  const recent = [...health.recent, recentOf(probe)].slice(-RECENT_MAX);
  const counted = {
    recent,
    failures: probe.ok ? 0 : health.failures + 1,
    successes: probe.ok ? health.successes + 1 : 0,
  };
  const { status, reason } = judge({ ...health, ...counted }, probe, rules);
  return {
    ...counted,
    status,
    ...(reason && { reason }),
    since: status === health.status ? health.since : probe.at,
  };
}

function judge(
  health: Health,
  probe: ProbeOutcome,
  rules: HealthRules,
): { status: HealthStatus; reason?: HealthReason } {
  const { status, failures, successes } = health;
  if (
    failures >= rules.failureThreshold ||
    (status === 'unhealthy' && successes < rules.recoveryThreshold)
  ) {
    const reason = probe.error ?? health.reason;
    const isAlive = status !== 'unhealthy' && reason?.code === 'throttled';
    return { status: isAlive ? 'degraded' : 'unhealthy', reason };
  }
  if (status === 'unknown') {
    return { status: probe.ok ? 'healthy' : 'unknown' };
  }
  const wasFor =
    status === 'degraded' ? health.reason?.code : ('none' as const);
  if (wasFor === 'throttled' && successes < rules.recoveryThreshold) {
    return { status: 'degraded', reason: health.reason };
  }
  const reason =
    flapping(health, wasFor === 'flapping', rules) ??
    slow(health, wasFor === 'slow', rules);
  return reason ? { status: 'degraded', reason } : { status: 'healthy' };
}

function flapping(
  { recent, successes }: Health,
  was: boolean,
  rules: HealthRules,
): HealthReason | undefined {
  const window = recent.slice(-FLAPPING_WINDOW);
  const faults = window.filter(
    ({ ok }, at) => !ok && (at === 0 || window[at - 1].ok),
  ).length;
  const isCalm = faults <= CALM_FAULTS && successes >= rules.recoveryThreshold;
  if (faults < FLAPPING_FAULTS && (!was || isCalm)) return undefined;
  const failed = window.filter(({ ok }) => !ok).length;
  return {
    code: 'flapping',
    message: `${failed} of the last ${window.length} probes failed.`,
  };
}

function slow(
  { recent }: Health,
  was: boolean,
  rules: HealthRules,
): HealthReason | undefined {
  const good = recent.filter(({ ok }) => ok);
  const isSlow = ({ latencyMs = 0 }: RecentProbe) =>
    latencyMs > rules.latencyMs;
  // No more of them are remembered.
  const enough = Math.min(rules.failureThreshold, RECENT_MAX);
  const begins = good.length >= enough && good.slice(-enough).every(isSlow);
  const lasts = was && good.slice(-rules.recoveryThreshold).some(isSlow);
  if (!begins && !lasts) return undefined;
  const latest = good[good.length - 1]?.latencyMs ?? 0;
  return {
    code: 'slow',
    message: `The last successful probe took ${Math.round(latest)} ms; the objective is ${rules.latencyMs} ms.`,
  };
}

function recentOf({ at, ok, latencyMs }: ProbeOutcome): RecentProbe {
  return ok ? { at, ok, latencyMs } : { at, ok };
}
