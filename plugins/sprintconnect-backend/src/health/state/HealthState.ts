import type {
  HealthReason,
  HealthStatus,
  SloAlert,
} from '@sprintconnect/plugin-sprintconnect-common';

/** One of the last probes, as small as it is kept with the state. */
export interface RecentProbe {
  at: Date;
  ok: boolean;
  /** Of a good probe. */
  latencyMs?: number;
  /** It was neither good nor failed: the server asked for a login. */
  isLogin?: true;
}

/** What decides what the next probe means. */
export interface Health {
  status: HealthStatus;
  /** Absent while unknown. */
  since?: Date;
  /** While degraded, unhealthy or asking for a login. */
  reason?: HealthReason;
  /** Failed probes in a row. */
  failures: number;
  /** Probes in a row that did not fail: good ones, and such as ask for a login. */
  successes: number;
  /** Oldest first, at most {@link RECENT_MAX}. */
  recent: readonly RecentProbe[];
}

/** How many of the last probes are kept with the state. */
export const RECENT_MAX = 30;

/** A server of which nothing is known. */
export const UNKNOWN_HEALTH: Health = {
  status: 'unknown',
  failures: 0,
  successes: 0,
  recent: [],
};

/** The row of `health_states` of one server, without what its schedule and its claim need. */
export interface HealthState extends Health {
  orgId: string;
  serverId: string;
  environment: string;
  lastProbe?: {
    at: Date;
    ok: boolean;
    latencyMs?: number;
    error?: { code: string; message: string };
  };
  nextProbeAt?: Date;
  /** State of the circuit breaker; absent while the circuit is closed and nothing failed. */
  breaker?: unknown;
  /** While the circuit is open. */
  rest?: { since: Date; until: Date };
  /** The incident that lasts. */
  incidentId?: string;
  /** Error budgets that burn. A probe leaves them as they are. */
  alerts: readonly BurningAlert[];
}

/** An error budget that burns, and by which notification it is told. */
export interface BurningAlert extends SloAlert {
  /** The id of an incident, or of no incident where there was none. */
  noticeId?: string;
}
