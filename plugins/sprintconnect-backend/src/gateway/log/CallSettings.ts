import { z } from 'zod';
import { count, environmentName, list } from '../../settings';

/** The section `sprintconnect.calls` of the configuration. */
export const callSettingsSchema = z.strictObject({
  /** Environments whose arguments and results are kept, redacted. */
  keepBodies: list(environmentName),
  /** How long calls are kept. */
  retentionDays: count(1, 3_650).default(30),
  /** How long their arguments and results are. */
  bodyRetentionDays: count(1, 3_650).default(7),
});

export type CallSettings = z.output<typeof callSettingsSchema>;
