import { z } from 'zod';
import { count, list } from '../settings';

/** A destination that may be reached although it is not public. Without `ports`: every port that is not denied. */
const allowedDestinationSchema = z.strictObject({
  /** An exact host name or an IP address, without scheme or port. No patterns. */
  host: z.string().min(1),
  ports: z.array(count(1, 65_535)).min(1).optional(),
});

/** The section `sprintconnect.egress` of the configuration. */
export const egressSettingsSchema = z.strictObject({
  allow: list(allowedDestinationSchema),
});

export type AllowedDestination = z.output<typeof allowedDestinationSchema>;
