import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  type AccessRole,
  accessRoleSchema,
  decideByRoles,
} from '@sprintconnect/plugin-sprintconnect-common';

/** `own`: for what they own. */
export type RoleAnswer = 'yes' | 'own' | 'no';

/** What a role says to a permission, by the very function that decides. */
export function roleSays(role: AccessRole, permission: Permission): RoleAnswer {
  const decision = decideByRoles(permission, {
    roles: [role],
    ownershipRefs: ['user:default/somebody'],
  });
  if (decision?.result === AuthorizeResult.ALLOW) return 'yes';
  return decision?.result === AuthorizeResult.CONDITIONAL ? 'own' : 'no';
}

/** The role with the fewest rights that holds a permission without a condition. */
export function leastRole(permission: Permission): AccessRole | undefined {
  return [...accessRoleSchema.options]
    .reverse()
    .find(role => roleSays(role, permission) === 'yes');
}
