import type {
  HealthReason,
  HealthStatus,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect } from '../../ports';
import type { BurningAlert, HealthState, RecentProbe } from './HealthState';

/** A row of `health_states`, as either database answers it. */
export type StateRow = Record<string, unknown>;

/**
 * A recent probe in the column `recent`: milliseconds of its time, and of its latency; null when it failed, and
 * {@link LOGIN} when the server asked for a login.
 */
type PackedProbe = [at: number, latencyMs: number | null];
const LOGIN = -1;

export function toHealthState(row: StateRow, dialect: Dialect): HealthState {
  const { fromTime, fromJson } = dialect;
  const lastAt = fromTime(row.last_probe_at);
  const restSince = fromTime(row.rest_since);
  const restUntil = fromTime(row.rest_until);
  return {
    orgId: String(row.org_id),
    serverId: String(row.server_id),
    environment: String(row.environment),
    status: row.status as HealthStatus,
    since: fromTime(row.since),
    reason:
      row.reason_code === null
        ? undefined
        : {
            code: row.reason_code as HealthReason['code'],
            message: String(row.reason_message),
          },
    failures: Number(row.failures),
    successes: Number(row.successes),
    recent: unpackRecent(fromJson<PackedProbe[]>(row.recent) ?? []),
    lastProbe: lastAt && {
      at: lastAt,
      ok: Boolean(row.last_ok),
      latencyMs:
        row.last_latency_ms === null ? undefined : Number(row.last_latency_ms),
      error:
        row.last_error_code === null
          ? undefined
          : {
              code: String(row.last_error_code),
              message: String(row.last_error_message),
            },
    },
    nextProbeAt: fromTime(row.next_probe_at),
    breaker: fromJson(row.breaker),
    rest: restSince && restUntil && { since: restSince, until: restUntil },
    incidentId: row.incident_id === null ? undefined : String(row.incident_id),
    alerts: fromJson<BurningAlert[]>(row.alerts) ?? [],
  };
}

/** The row of a state, without a claim. */
export function stateColumns(state: HealthState, dialect: Dialect): StateRow {
  const { lastProbe, reason, rest } = state;
  return {
    server_id: state.serverId,
    org_id: state.orgId,
    environment: state.environment,
    status: state.status,
    since: state.since ?? null,
    reason_code: reason?.code ?? null,
    reason_message: reason?.message ?? null,
    failures: state.failures,
    successes: state.successes,
    recent: dialect.toJson(state.recent.map(packRecent)),
    last_probe_at: lastProbe?.at ?? null,
    last_ok: lastProbe?.ok ?? null,
    last_latency_ms: rounded(lastProbe?.latencyMs),
    last_error_code: lastProbe?.error?.code ?? null,
    last_error_message: lastProbe?.error?.message ?? null,
    next_probe_at: state.nextProbeAt ?? null,
    breaker: dialect.toJson(state.breaker),
    rest_since: rest?.since ?? null,
    rest_until: rest?.until ?? null,
    incident_id: state.incidentId ?? null,
    claim: null,
    claimed_until: null,
  };
}

/** What a probe may change of a row. */
export const WRITTEN_COLUMNS = [
  'environment',
  'status',
  'since',
  'reason_code',
  'reason_message',
  'failures',
  'successes',
  'recent',
  'last_probe_at',
  'last_ok',
  'last_latency_ms',
  'last_error_code',
  'last_error_message',
  'next_probe_at',
  'breaker',
  'rest_since',
  'rest_until',
  'incident_id',
  'claim',
  'claimed_until',
] as const;

function unpackRecent(packed: readonly PackedProbe[]): RecentProbe[] {
  return packed.map(([time, latencyMs]) => {
    const at = new Date(time);
    if (latencyMs === LOGIN) return { at, ok: false, isLogin: true };
    return latencyMs === null ? { at, ok: false } : { at, ok: true, latencyMs };
  });
}

function packRecent(probe: RecentProbe): PackedProbe {
  const { at, ok, latencyMs, isLogin } = probe;
  if (isLogin) return [at.getTime(), LOGIN];
  return [at.getTime(), ok ? (rounded(latencyMs) ?? 0) : null];
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value);
}
