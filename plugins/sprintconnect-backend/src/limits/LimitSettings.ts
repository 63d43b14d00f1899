import { z } from 'zod';
import { booleanSetting, count, section } from '../settings';

/** Requests that may be made; 0 lifts the limit. */
const limit = (byDefault: number) => count(0, 1_000_000_000).default(byDefault);

/** The section `sprintconnect.limits` of the configuration: how much may be asked for. */
export const limitSettingsSchema = z.strictObject({
  /** False lifts every limit. */
  enabled: booleanSetting.default(true),
  /** Where instances count together. Without it each instance counts for itself. */
  redisUrl: z.url({ protocol: /^rediss?$/ }).optional(),
  /** A Redis that takes longer is passed over, in milliseconds. */
  redisTimeoutMs: count(10, 10_000).default(100),
  global: section(z.strictObject({ perSecond: limit(100), burst: limit(200) })),
  organisation: section(
    z.strictObject({ perMinute: limit(1_000), perDay: limit(100_000) }),
  ),
  user: section(z.strictObject({ perMinute: limit(60) })),
  apiKey: section(
    z.strictObject({ perMinute: limit(500), concurrent: limit(50) }),
  ),
  /** Before anybody is authenticated. */
  address: section(z.strictObject({ perMinute: limit(1_200) })),
});

export type LimitSettings = z.output<typeof limitSettingsSchema>;
