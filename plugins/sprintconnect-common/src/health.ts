import { z } from 'zod';
import { listedValues } from './valueList';
import { healthStatusSchema } from './servers';

const timeSchema = z.iso.datetime();
const ratioSchema = z.number().min(0).max(1);

/**
 * Why a probe was not good. `login-required` is a server that works and asks for a login (HTTP 401 with a challenge in
 * `WWW-Authenticate`, or HTTP 403 with one of OAuth), which is no failure; `auth` is any other 401 or 403, `throttled` 429 (it is alive and turns requests away), `http-5xx` any status
 * from 500, `egress-refused` a destination that the administrators do not allow, `protocol` an answer that is not MCP.
 *
 * @public
 */
export const probeErrorCodeSchema = z.enum([
  'dns',
  'refused',
  'tls',
  'timeout',
  'login-required',
  'auth',
  'throttled',
  'protocol',
  'http-5xx',
  'egress-refused',
]);
/** What {@link probeErrorCodeSchema} accepts. @public */
export type ProbeErrorCode = z.infer<typeof probeErrorCodeSchema>;

/** One health check. `latencyMs` is the time to a good answer; any other probe has `error` instead. @public */
export const probeSchema = z.object({
  at: timeSchema,
  ok: z.boolean(),
  latencyMs: z.number().optional(),
  error: z
    .object({ code: probeErrorCodeSchema, message: z.string() })
    .optional(),
});
/** What {@link probeSchema} accepts. @public */
export type Probe = z.infer<typeof probeSchema>;

/**
 * Why a server is not healthy: what its probes said, or `slow` (over the latency objective of its environment),
 * or `flapping` (failing every now and then).
 *
 * @public
 */
export const healthReasonSchema = z.object({
  code: z.enum([...probeErrorCodeSchema.options, 'slow', 'flapping']),
  message: z.string(),
});
/** What {@link healthReasonSchema} accepts. @public */
export type HealthReason = z.infer<typeof healthReasonSchema>;

/** A time without health, from the change to `degraded` or `unhealthy` to the recovery. @public */
export const incidentSchema = z.object({
  id: z.uuid(),
  /** The worst that it came to. */
  status: z.enum(['degraded', 'unhealthy']),
  cause: healthReasonSchema,
  startedAt: timeSchema,
  /** Absent while it lasts. */
  endedAt: timeSchema.optional(),
  /** Failed probes while it lasted. */
  failures: z.number().int(),
});
/** What {@link incidentSchema} accepts. @public */
export type Incident = z.infer<typeof incidentSchema>;

/**
 * An error budget that burns too fast: in the long and in the short window alike (Google SRE Workbook, "Alerting
 * on SLOs", multi-window multi-burn-rate). A burn rate of 1 uses the budget up exactly by the end of its 30 days.
 *
 * @public
 */
export const sloAlertSchema = z.object({
  severity: z.enum(['page', 'ticket']),
  longWindow: z.string(),
  shortWindow: z.string(),
  burnRate: z.number(),
  threshold: z.number(),
  since: timeSchema,
});
/** What {@link sloAlertSchema} accepts. @public */
export type SloAlert = z.infer<typeof sloAlertSchema>;

/**
 * Whether a server keeps to its objective over the last 30 days. `not-enough-data`: there are fewer probes than `needed`, or they reach back less
 * far. `not-judged`: the server asks for a login, so that nothing is known of it.
 *
 * @public
 */
export const sloVerdictSchema = z.enum([
  'met',
  'missed',
  'not-enough-data',
  'not-judged',
]);
/** What {@link sloVerdictSchema} accepts. @public */
export type SloVerdict = z.infer<typeof sloVerdictSchema>;

/** The objective of a server's environment, and how the server stands to it over the last 30 days. @public */
export const sloSchema = z.object({
  /** Share of probes that must be good, such as 0.999. */
  availability: ratioSchema,
  latencyMs: z.number(),
  /**
   * What is left of the error budget: 1 is all of it; below 0 more has failed than may fail. Says nothing while the verdict is
   * `not-enough-data` or `not-judged`.
   */
  budgetLeft: z.number(),
  verdict: sloVerdictSchema,
  /**
   * The least that a verdict rests on: so many probes, which is as many as let one failure just use the budget up, over so many hours.
   */
  needed: z.object({ probes: z.number().int(), hours: z.number() }),
  alerts: z.array(sloAlertSchema),
});
/** What {@link sloSchema} accepts. @public */
export type Slo = z.infer<typeof sloSchema>;

/** Answer of `GET /v1/servers/{id}/health`. A share is absent where its window has no probe. @public */
export const serverHealthSchema = z.object({
  status: healthStatusSchema,
  since: timeSchema.optional(),
  /** Only while the server is degraded or unhealthy, or asks for a login. */
  reason: healthReasonSchema.optional(),
  lastProbe: probeSchema.optional(),
  nextProbeAt: timeSchema.optional(),
  /** While the circuit is open: the server is asked only now and then, since it does not answer anyway. */
  resting: z
    .object({ since: timeSchema, until: timeSchema, reason: z.string() })
    .optional(),
  /**
   * Share of good probes in the last hour, 24 hours, 7 days and 30 days. Before a server is known for as long, a window holds what there is:
   * see `basis`.
   */
  uptime: z.object({
    h1: ratioSchema.optional(),
    h24: ratioSchema.optional(),
    d7: ratioSchema.optional(),
    d30: ratioSchema.optional(),
  }),
  /** What the figures rest on. */
  basis: z.object({
    /** The oldest probe of the last 30 days; the hour that it lies in where single probes are kept no longer. Absent without one. */
    since: timeSchema.optional(),
    /** Probes in each window, good and failed. */
    probes: z.object({
      h1: z.number().int(),
      h24: z.number().int(),
      d7: z.number().int(),
      d30: z.number().int(),
    }),
  }),
  /** Of the good probes of the last 24 hours. */
  latencyMs: z.object({
    p50: z.number().optional(),
    p95: z.number().optional(),
  }),
  /** Where latency and failures are going, over the last 24 hours. Absent with too little history to tell. */
  trend: z
    .object({
      direction: z.enum(['improving', 'steady', 'worsening']),
      latencyMsPerHour: z.number(),
      failureRatePerHour: z.number(),
      reason: z.string(),
    })
    .optional(),
  slo: sloSchema.optional(),
  /** The incident that lasts. */
  incident: incidentSchema.optional(),
});
/** What {@link serverHealthSchema} accepts. @public */
export type ServerHealth = z.infer<typeof serverHealthSchema>;

/** How fine a history is. `raw` has one point per probe and reaches back 7 days, the others 13 months. @public */
export const healthResolutionSchema = z.enum(['raw', 'hour', 'day']);
/** What {@link healthResolutionSchema} accepts. @public */
export type HealthResolution = z.infer<typeof healthResolutionSchema>;

/**
 * Query of `GET /v1/servers/{id}/health/history`. `to` defaults to now, `from` to 24 hours earlier, and
 * `resolution` to the finest that gives at most 1 000 points.
 *
 * @public
 */
export const healthHistoryQuerySchema = z.strictObject({
  from: z.iso
    .datetime({ offset: true })
    .describe('Start; must be before `to`, else 400. Default: 24 hours earlier')
    .optional(),
  to: z.iso.datetime({ offset: true }).describe('End; default: now').optional(),
  resolution: healthResolutionSchema
    .describe('Default: the finest with at most 1000 points')
    .optional(),
});
/** What {@link healthHistoryQuerySchema} accepts. @public */
export type HealthHistoryQuery = z.infer<typeof healthHistoryQuerySchema>;

/**
 * A stretch of history that begins at `at`. Hours and days without a probe are absent, and so are probes that were answered by
 * the wish for a login: those are neither good nor failed.
 *
 * @public
 */
export const healthPointSchema = z.object({
  at: timeSchema,
  probes: z.number().int(),
  failures: z.number().int(),
  /** Of the good probes. */
  p50Ms: z.number().optional(),
  p95Ms: z.number().optional(),
  /** Of a failed probe, at resolution `raw`. */
  error: z
    .object({ code: probeErrorCodeSchema, message: z.string() })
    .optional(),
});
/** What {@link healthPointSchema} accepts. @public */
export type HealthPoint = z.infer<typeof healthPointSchema>;

/** Answer of `GET /v1/servers/{id}/health/history`: oldest point first, youngest incident first. @public */
export const healthHistorySchema = z.object({
  from: timeSchema,
  to: timeSchema,
  resolution: healthResolutionSchema,
  points: z.array(healthPointSchema),
  incidents: z.array(incidentSchema),
});
/** What {@link healthHistorySchema} accepts. @public */
export type HealthHistory = z.infer<typeof healthHistorySchema>;

/** Query of `GET /v1/servers/health-summaries`: up to 100 ids of servers, separated by commas. @public */
export const healthSummariesQuerySchema = z.strictObject({
  ids: z
    .string()
    .min(1)
    .max(4000)
    .register(listedValues, { item: z.uuid(), min: 1, max: 100 })
    .describe('Server IDs'),
});
/** What {@link healthSummariesQuerySchema} accepts. @public */
export type HealthSummariesQuery = z.infer<typeof healthSummariesQuerySchema>;

/**
 * What a list shows of a server's health. `recent` are its last probes (at most 30), oldest first, without those that were
 * answered by the wish for a login.
 *
 * @public
 */
export const healthSummarySchema = z.object({
  serverId: z.uuid(),
  status: healthStatusSchema,
  since: timeSchema.optional(),
  reason: healthReasonSchema.optional(),
  /** Share of good probes in the last 24 hours, or since `basis.since` where that is later. Absent without a probe. */
  uptimeH24: ratioSchema.optional(),
  /** What `uptimeH24` rests on. Absent from backends of before it was told. */
  basis: z
    .object({
      /** The oldest single probe that is kept, which are those of the last 7 days by default. Absent without one. */
      since: timeSchema.optional(),
      /** Probes of the last 24 hours, good and failed. */
      probesH24: z.number().int(),
    })
    .optional(),
  recent: z.array(
    z.object({
      at: timeSchema,
      ok: z.boolean(),
      latencyMs: z.number().optional(),
    }),
  ),
});
/** What {@link healthSummarySchema} accepts. @public */
export type HealthSummary = z.infer<typeof healthSummarySchema>;

/** Answer of `GET /v1/servers/health-summaries`: those of the asked servers that the caller may see. @public */
export const healthSummariesSchema = z.object({
  items: z.array(healthSummarySchema),
});
/** What {@link healthSummariesSchema} accepts. @public */
export type HealthSummaries = z.infer<typeof healthSummariesSchema>;
