import { z } from 'zod';
import { discoveryTimesSchema } from '../registry';
import { count } from '../settings';

/** The section `sprintconnect.discovery` of the configuration. */
export const discoverySettingsSchema = z.strictObject({
  ...discoveryTimesSchema.shape,
  /** Discoveries at once in one worker process. */
  concurrency: count(1, 256).default(8),
  /** Servers listened to at once; 0 listens to none. */
  watchMax: count(0, 10_000).default(50),
});

export type DiscoverySettings = z.output<typeof discoverySettingsSchema>;
