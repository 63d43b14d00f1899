/** How much may be asked for, as `sprintconnect.limits` says it. 0 lifts a limit. */
export interface LimitSettings {
  /** False lifts every limit. */
  enabled: boolean;
  /** Where instances count together. Without it each instance counts for itself. */
  redisUrl?: string;
  /** A Redis that takes longer is passed over, in milliseconds. */
  redisTimeoutMs: number;
  global: { perSecond: number; burst: number };
  organisation: { perMinute: number; perDay: number };
  user: { perMinute: number };
  apiKey: { perMinute: number; concurrent: number };
  /** Before anybody is authenticated. */
  address: { perMinute: number };
}
