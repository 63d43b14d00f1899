import type {
  HealthReason,
  HealthStatus,
  ProbeErrorCode,
} from '@sprintconnect/plugin-sprintconnect-common';
import { asksForLogin } from './asksForLogin';
import { type Health, RECENT_MAX, type RecentProbe } from './state/HealthState';

/** What one probe found out. */
export interface ProbeOutcome {
  at: Date;
  ok: boolean;
  /** Of a good probe. */
  latencyMs?: number;
  /** Of any other: why it failed, or that the server asks for a login. */
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
  /** Good probes in a row that end either; also how many wishes for a login in a row are believed. */
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
 *
 * A server that asks for a login is alive, and nothing more can be known of it. It is `login-required` at once where nothing better was
 * known, and after some such answers in a row where it was healthy or degraded, so that one odd answer changes nothing. Good
 * probes in a row end that; failures in a row make it unhealthy as any other.
 */
export function nextHealth(
  health: Health,
  probe: ProbeOutcome,
  rules: HealthRules,
): Health {
  const recent = [...health.recent, recentOf(probe)].slice(-RECENT_MAX);
  const hasFailed = !probe.ok && !asksForLogin(probe);
  const counted = {
    recent,
    failures: hasFailed ? health.failures + 1 : 0,
    successes: hasFailed ? 0 : health.successes + 1,
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
    const told = asksForLogin(probe) ? undefined : probe.error;
    const reason = told ?? health.reason;
    const isAlive = status !== 'unhealthy' && reason?.code === 'throttled';
    return { status: isAlive ? 'degraded' : 'unhealthy', reason };
  }
  if (asksForLogin(probe) || status === 'login-required') {
    const login = withLogin(health, probe, rules);
    if (login) return login;
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

/** Undefined when the server asks for a login no more. */
function withLogin(
  { status, reason, recent }: Health,
  probe: ProbeOutcome,
  { recoveryThreshold }: HealthRules,
): { status: HealthStatus; reason?: HealthReason } | undefined {
  const last = recent.slice(-recoveryThreshold);
  const isSettled = last.length === Math.min(recoveryThreshold, RECENT_MAX);
  if (!asksForLogin(probe)) {
    const isOver = isSettled && last.every(({ ok }) => ok);
    return isOver ? undefined : { status, reason };
  }
  const isWell = status === 'healthy' || status === 'degraded';
  const isBelieved = isSettled && last.every(({ isLogin }) => isLogin);
  return isWell && !isBelieved
    ? { status, reason }
    : { status: 'login-required', reason: probe.error };
}

function flapping(
  { recent, successes }: Health,
  was: boolean,
  rules: HealthRules,
): HealthReason | undefined {
  const window = recent
    .filter(({ isLogin }) => !isLogin)
    .slice(-FLAPPING_WINDOW);
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

function recentOf(probe: ProbeOutcome): RecentProbe {
  const { at, ok, latencyMs } = probe;
  if (asksForLogin(probe)) return { at, ok, isLogin: true };
  return ok ? { at, ok, latencyMs } : { at, ok };
}
