import { z } from 'zod';
import { count } from '../settings';

/** The section `sprintconnect.jobs` of the configuration. */
export const jobSettingsSchema = z.strictObject({
  /** How often to look for work that nobody announced. */
  pollIntervalMs: count(10, 60_000).default(500),
  /** How long a claim lives without a sign of life. */
  leaseSeconds: count(1, 3_600).default(30),
});
