/**
 * What a caller may do.
 *
 * Owns the names of the plugin's permissions and the rules about them, the table `role_bindings`, and what each role and scope allows.
 *
 * Promises: what the permission framework allows on conditions becomes criteria, or nothing at all where we cannot follow
 * them; API keys and agents may do what `decideForMachine` says of their roles and scopes. What was decided about a user is kept for
 * `decisionSeconds`, and forgotten when roles change, here or in another instance.
 *
 * Never does: ask who is calling, or change a role.
 *
 * How it fails: closed. 403 naming the permission that is lacking, and 5xx, not a yes, when a judge does not answer.
 */
export { createPermissions, type Permissions } from './createPermissions';
export type { AccessAuthorizer } from './createAuthorizer';
export { decideForMachine } from './decisions/decideForMachine';
export { policyHashOf } from './policyHashOf';
export {
  type PermissionSettings,
  permissionSettingsSchema,
} from './PermissionSettings';
export { adminsOf } from './roles/adminsOf';
export type { ConfiguredRole } from './roles/configuredRoles';
export type { RoleLookup } from './roles/createRoleLookup';
export { normaliseSubject } from './roles/normaliseSubject';
export type {
  RoleBindingRecord,
  RoleBindingStore,
} from './roles/RoleBindingStore';
export {
  capabilityRef,
  capabilityRules,
  serverRef,
  serverRules,
} from './rules/permissionRules';
