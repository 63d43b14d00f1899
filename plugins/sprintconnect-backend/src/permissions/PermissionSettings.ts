import type { RoleSettings } from './roles/configuredRoles';

/** What `sprintconnect.access` says of what callers may do. */
export interface PermissionSettings {
  /** How long what the permission framework decided about a user is kept. 0: not at all. */
  decisionSeconds: number;
  /** Who has each role, in every organisation that they belong to. */
  roles: RoleSettings;
}
