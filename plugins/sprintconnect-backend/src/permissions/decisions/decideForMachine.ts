import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  type AccessScope,
  accessManagePermission,
  auditReadPermission,
  capabilityReadPermission,
  capabilityUsePermission,
  credentialManagePermission,
  decideByRoles,
  egressManagePermission,
  jobsManagePermission,
  metricsReadPermission,
  serverCreatePermission,
  serverDeletePermission,
  serverReadPermission,
  serverUpdatePermission,
  sessionCreatePermission,
  sessionDeletePermission,
  sessionReadPermission,
  sessionUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';

const BY_SCOPE: Record<AccessScope, readonly Permission[]> = {
  'mcp:servers:read': [serverReadPermission],
  'mcp:servers:create': [serverCreatePermission],
  'mcp:servers:update': [serverUpdatePermission, serverDeletePermission],
  'mcp:capabilities:read': [capabilityReadPermission],
  'mcp:capabilities:use': [capabilityUsePermission],
  'chat:sessions:*': [
    sessionReadPermission,
    sessionCreatePermission,
    sessionUpdatePermission,
    sessionDeletePermission,
  ],
  'metrics:read': [metricsReadPermission],
  'audit:read': [auditReadPermission],
  'jobs:manage': [jobsManagePermission],
  'credentials:manage': [credentialManagePermission],
  'access:manage': [accessManagePermission],
  'egress:manage': [egressManagePermission],
  // Never more: what administers the organisation later has a scope of its own (decision 53).
  'org:*': [auditReadPermission, jobsManagePermission, accessManagePermission],
};
const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** What a machine was given, and how owners would name it. */
export interface Machine {
  roles: readonly string[];
  scopes: readonly string[];
  ref: string;
}

/**
 * What a machine may do. Roles say it, by the same table as for people, and scopes narrow that down, so that with both it
 * holds what both allow; with only one of them that one decides. Roles and scopes of others count as given and
 * allow nothing.
 */
export function decideForMachine(
  permission: Permission,
  { roles, scopes, ref }: Machine,
): PolicyDecision {
  const isInScope = scopes.some(
    scope =>
      Object.hasOwn(BY_SCOPE, scope) &&
      BY_SCOPE[scope as AccessScope].some(
        ({ name }) => name === permission.name,
      ),
  );
  if (roles.length === 0) return isInScope ? ALLOW : DENY;
  if (scopes.length > 0 && !isInScope) return DENY;
  return decideByRoles(permission, { roles, ownershipRefs: [ref] }) ?? DENY;
}
