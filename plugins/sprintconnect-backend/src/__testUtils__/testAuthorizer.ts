import type { Permission } from '@backstage/plugin-permission-common';
import {
  capabilityReadPermission,
  serverReadPermission,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { fits } from '../permissions/rules/fits';
import {
  type Authorizer,
  type Criteria,
  type Judgement,
  EVERYTHING,
  NOTHING,
} from '../ports';
import { ProblemError } from '../http';

/**
 * Allows everything but the permissions named here; refuses as access does. Resource permissions may be held of what fits
 * criteria only, by the name of the permission.
 */
export function testAuthorizer(
  denied: string[] = [],
  criteria: Record<string, Criteria> = {},
): Authorizer {
  const refuse = (permission: Permission) => {
    if (denied.includes(permission.name)) {
      throw new ProblemError({
        kind: 'permission-missing',
        detail: `You need the permission ${permission.name}.`,
      });
    }
  };
  return {
    async require(_ctx, permission) {
      refuse(permission);
    },
    async judge(_ctx, permission) {
      refuse(permission);
      return testJudgement(criteria[permission.name], permission);
    },
    judgements: async (_ctx, permissions) =>
      permissions.map(permission =>
        testJudgement(
          denied.includes(permission.name)
            ? NOTHING
            : criteria[permission.name],
          permission,
        ),
      ),
    holds: async (_ctx, permissions) =>
      permissions.map(({ name }) => !denied.includes(name)),
    forget() {},
  };
}

/** Allows what fits; by default everything, to be read. */
export function testJudgement(
  criteria: Criteria = EVERYTHING,
  permission: Permission = serverReadPermission,
): Judgement {
  return {
    permission,
    callerRef: 'user:default/ada',
    criteria,
    allows: thing => fits(criteria, thing),
  };
}

/** Sees everything, for verbs that are called without a router. */
export const fullReadScope = {
  servers: testJudgement(),
  capabilities: testJudgement(EVERYTHING, capabilityReadPermission),
};

/** May do everything to every server. */
export const freeHand = {
  readable: testJudgement(),
  writable: testJudgement(EVERYTHING, serverUpdatePermission),
};
