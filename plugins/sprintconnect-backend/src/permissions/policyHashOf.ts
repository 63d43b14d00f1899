import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import {
  accessRoleSchema,
  accessScopeSchema,
  sprintconnectPermissions,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { PermissionSettings } from './PermissionSettings';
import { decideForMachine } from './decisions/decideForMachine';

/**
 * Lowercase hex of a SHA-256 over the rules of access: what each role and scope allows, whom the configuration trusts and
 * gives roles, and the tenancy. Two instances with the same rules have the same one. What changes while they run, such as
 * role bindings and API keys, is not in it, since the audit log has each change of those; nor is the portal's own policy,
 * which nobody can read.
 */
export function policyHashOf({
  access,
  tenancy,
}: {
  access: PermissionSettings;
  tenancy: object;
}): string {
  const ref = '';
  const allowed = [
    ...accessRoleSchema.options.map(role => ({
      roles: [role],
      scopes: [],
      ref,
    })),
    ...accessScopeSchema.options.map(scope => ({
      roles: [],
      scopes: [scope],
      ref,
    })),
  ].map(machine => [
    [...machine.roles, ...machine.scopes],
    sprintconnectPermissions.map(each => [
      each.name,
      decideForMachine(each, machine),
    ]),
  ]);
  return createHash('sha256')
    .update(canonicalize({ access, tenancy, allowed })!)
    .digest('hex');
}
