import { z } from 'zod';
import { count, section } from '../settings';
import { roleSettingsSchema } from './roles/RoleSettings';

/** What the section `sprintconnect.access` of the configuration says of what callers may do. */
export const permissionSettingsSchema = z.strictObject({
  /** How long what the permission framework decided about a user is kept. 0: not at all. */
  decisionSeconds: count(0, 60).default(5),
  roles: section(roleSettingsSchema),
});

export type PermissionSettings = z.output<typeof permissionSettingsSchema>;
