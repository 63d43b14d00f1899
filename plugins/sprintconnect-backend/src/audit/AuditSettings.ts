import { z } from 'zod';
import { count, list } from '../settings';

/** The section `sprintconnect.audit` of the configuration. */
export const auditSettingsSchema = z.strictObject({
  /** 0 keeps everything. */
  retentionDays: count(0, 36_500).default(400),
  /** Signs heads and checkpoints. Without it a secret in the database does. */
  key: z.string().min(32).optional(),
  /** Keys that signed before; `database` stands for the secret in the database. */
  previousKeys: list(z.string().min(1)),
});

export type AuditSettings = z.output<typeof auditSettingsSchema>;
