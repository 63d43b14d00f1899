import type { PermissionsService } from '@backstage/backend-plugin-api';
import type { Permission } from '@backstage/plugin-permission-common';
import type { AccessScope } from '@sprintconnect/plugin-sprintconnect-common';
import {
  type Authorizer,
  type Clock,
  type Criteria,
  type Judgement,
  NOTHING,
  type RequestContext,
  isNever,
  isUnconditional,
} from '../ports';
import { ProblemError } from '../http';
import { criteriaOf } from './decisions/criteriaOf';
import { decideForMachine, type Machine } from './decisions/decideForMachine';
import { PortalDecisions } from './decisions/PortalDecisions';
import { scopesFor } from './decisions/scopesFor';
import type { RoleLookup } from './roles/createRoleLookup';
import { fits } from './rules/fits';

/** The authorizer as access itself needs it. */
export interface AccessAuthorizer extends Authorizer {
  /** What the caller may do with each of these, without refusing. */
  criteriaOf(
    ctx: RequestContext,
    permissions: readonly Permission[],
  ): Promise<Criteria[]>;
  /** The scopes with which a machine would hold all of these; undefined where it does, where no scope would help, and for who has none. */
  scopesLackedBy(
    ctx: RequestContext,
    permissions: readonly Permission[],
  ): Promise<AccessScope[] | undefined>;
}

/**
 * The Backstage permission framework as an {@link Authorizer} for who has credentials of the portal; what API keys and
 * agents may do follows from their scopes, and from their roles as they are now, since a stream goes on for longer than
 * the request that opened it.
 */
export function createAuthorizer(options: {
  permissions: PermissionsService;
  clock: Clock;
  boundTo: RoleLookup['boundTo'];
  /** How long what was decided about a user is kept. 0: not at all. */
  decisionSeconds: number;
}): AccessAuthorizer {
  const portal = new PortalDecisions(options);
  const machineOf = async (
    ctx: RequestContext,
  ): Promise<Machine | undefined> => {
    const { caller, roles, scopes } = ctx;
    if (caller.type !== 'api-key' && caller.type !== 'agent') return undefined;
    const bound = await options.boundTo(ctx);
    return { roles: [...roles, ...bound], scopes, ref: caller.ref };
  };
  const criteriaFor: AccessAuthorizer['criteriaOf'] = async (
    ctx,
    permissions,
  ) => {
    const { credentials } = ctx;
    const machine = await machineOf(ctx);
    if (machine) {
      return permissions.map(each =>
        criteriaOf(each, decideForMachine(each, machine)),
      );
    }
    return credentials
      ? portal.criteriaOf({ ...ctx, credentials }, permissions)
      : permissions.map(() => NOTHING);
  };
  return {
    criteriaOf: criteriaFor,
    async holds(ctx, permissions) {
      const all = await criteriaFor(ctx, permissions);
      return all.map(criteria => !isNever(criteria));
    },
    async require(ctx, permission) {
      const [criteria] = await criteriaFor(ctx, [permission]);
      if (!isUnconditional(criteria)) throw lacks(ctx, permission);
    },
    async judge(ctx, permission) {
      const [criteria] = await criteriaFor(ctx, [permission]);
      if (isNever(criteria)) throw lacks(ctx, permission);
      return judgementOf(ctx, { permission, criteria });
    },
    async judgements(ctx, permissions) {
      const all = await criteriaFor(ctx, permissions);
      return permissions.map((permission, at) =>
        judgementOf(ctx, { permission, criteria: all[at] }),
      );
    },
    async scopesLackedBy(ctx, permissions) {
      const machine = await machineOf(ctx);
      return machine && scopesFor(permissions, machine);
    },
    forget: () => portal.forget(),
  };
}

function judgementOf(
  ctx: RequestContext,
  { permission, criteria }: Pick<Judgement, 'permission' | 'criteria'>,
): Judgement {
  return {
    permission,
    callerRef: ctx.caller.ref,
    criteria,
    allows: thing => fits(criteria, thing),
  };
}

function lacks(ctx: RequestContext, permission: Permission): ProblemError {
  return new ProblemError({
    kind: 'permission-missing',
    detail: `${ctx.caller.ref} doesn't have the permission ${permission.name}.`,
  });
}
