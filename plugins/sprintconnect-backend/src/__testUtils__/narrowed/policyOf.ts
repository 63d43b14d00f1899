import {
  type BackstageUserPrincipal,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type Permission,
  type PermissionCriteria,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import type { ConditionOn } from '@sprintconnect/plugin-sprintconnect-common';

/** Conditions on servers or on capabilities, as a policy combines them. */
export type Conditions = PermissionCriteria<ConditionOn<string>>;

/** What somebody holds, by the names of permissions without `sprintconnect.`; what is not there is denied. */
export type Holding = Record<string, true | Conditions>;

/** A policy for the permission backend: whom it names holds what it says, and an admin everything. */
export function policyOf(people: ReadonlyMap<string, Holding>) {
  return createBackendModule({
    pluginId: 'permission',
    moduleId: 'policy-of-a-test',
    register: reg =>
      reg.registerInit({
        deps: { policy: policyExtensionPoint },
        async init({ policy }) {
          policy.setPolicy({
            handle: async ({ permission }, user) => {
              const principal = user?.credentials.principal;
              const { userEntityRef } = principal as BackstageUserPrincipal;
              const name = userEntityRef.replace('user:default/', '');
              if (['ada', 'otto'].includes(name)) {
                return { result: AuthorizeResult.ALLOW };
              }
              return decide(permission, people.get(name) ?? {});
            },
          });
        },
      }),
  });
}

function decide(permission: Permission, holding: Holding) {
  const held = holding[permission.name.replace('sprintconnect.', '')];
  if (held === undefined) return { result: AuthorizeResult.DENY } as const;
  if (held === true || !isResourcePermission(permission)) {
    return { result: AuthorizeResult.ALLOW } as const;
  }
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'sprintconnect',
    resourceType: permission.resourceType,
    conditions: held,
  } as const;
}
