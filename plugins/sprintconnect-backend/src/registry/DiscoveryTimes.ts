import { z } from 'zod';
import { count, numberSetting } from '../settings';

/** Of the section `sprintconnect.discovery` what the registry plans discoveries by. */
export const discoveryTimesSchema = z.strictObject({
  /** Time between two discoveries of a server without an interval of its own. */
  intervalSeconds: count(10, 7 * 24 * 3600).default(900),
  /** 0.2 spreads the time by up to 20 % either way. */
  jitter: numberSetting(z.number().min(0).max(1)).default(0.2),
});

export type DiscoveryTimes = z.output<typeof discoveryTimesSchema>;
