import {
  AuthorizeResult,
  type ConditionalPolicyDecision,
  type DefinitivePolicyDecision,
  type Permission,
} from '@backstage/plugin-permission-common';
import { type AccessRole, accessRoleSchema } from './access';
import { serverConditions } from './conditions';
import { SPRINTCONNECT_PLUGIN_ID } from './names';
import {
  RESOURCE_TYPE_MCP_SERVER,
  capabilityReadPermission,
  capabilityUsePermission,
  metricsReadPermission,
  serverCreatePermission,
  serverDeletePermission,
  serverReadPermission,
  serverUpdatePermission,
  sessionCreatePermission,
  sessionDeletePermission,
  sessionReadPermission,
  sessionUpdatePermission,
  sprintconnectPermissions,
} from './permissions';

const names = (permissions: readonly Permission[]) =>
  new Set(permissions.map(({ name }) => name));

const VIEWING = [
  serverReadPermission,
  capabilityReadPermission,
  sessionReadPermission,
  metricsReadPermission,
];
const ALLOWED: Record<AccessRole, ReadonlySet<string>> = {
  viewer: names(VIEWING),
  engineer: names([
    ...VIEWING,
    serverCreatePermission,
    capabilityUsePermission,
    sessionCreatePermission,
    sessionUpdatePermission,
    sessionDeletePermission,
  ]),
  admin: names(sprintconnectPermissions),
};
/** What an engineer may do to the servers that they own. */
const ALLOWED_ON_OWN = names([serverUpdatePermission, serverDeletePermission]);
const OURS = ALLOWED.admin;

/**
 * What the roles of somebody say to a permission of SprintConnect, for the policy of a host; undefined for a permission
 * of another plugin. An engineer may change and retire the servers that they own: `ownershipRefs` are the full entity
 * references that they own things by. Roles that do not exist allow nothing.
 *
 * @public
 */
export function decideByRoles(
  permission: Permission,
  who: { roles: readonly string[]; ownershipRefs: readonly string[] },
): DefinitivePolicyDecision | ConditionalPolicyDecision | undefined {
  const { name } = permission;
  if (!OURS.has(name)) return undefined;
  const roles = who.roles.filter(
    (role): role is AccessRole => accessRoleSchema.safeParse(role).success,
  );
  if (roles.some(role => ALLOWED[role].has(name))) {
    return { result: AuthorizeResult.ALLOW };
  }
  const claims = [...who.ownershipRefs];
  const mayOwn = roles.includes('engineer') && ALLOWED_ON_OWN.has(name);
  return mayOwn && claims.length > 0
    ? {
        result: AuthorizeResult.CONDITIONAL,
        pluginId: SPRINTCONNECT_PLUGIN_ID,
        resourceType: RESOURCE_TYPE_MCP_SERVER,
        conditions: serverConditions.isOwner({ claims }),
      }
    : { result: AuthorizeResult.DENY };
}
