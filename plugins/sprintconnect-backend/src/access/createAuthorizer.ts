import type { PermissionsService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import type { Authorizer, RequestContext } from '../ports';
import { ProblemError } from '../http';
import { permissionsOf } from './permissionsOf';

/**
 * The Backstage permission framework as an {@link Authorizer} for who has credentials of the portal; API keys and agents
 * hold what their roles and scopes say. Only ALLOW is a yes: a conditional decision on servers would have to become a
 * filter, and until it does, it is a no.
 */
export function createAuthorizer(permissions: PermissionsService): Authorizer {
  const holds = async (
    ctx: RequestContext,
    wanted: Permission[],
  ): Promise<boolean[]> => {
    const { caller, credentials } = ctx;
    if (caller.type === 'api-key' || caller.type === 'agent') {
      const held = permissionsOf(ctx);
      return wanted.map(({ name }) => held.has(name));
    }
    if (!credentials) {
      return wanted.map(() => false);
    }
    const decisions = await Promise.all(
      wanted.map(async permission => {
        const [decision] = isResourcePermission(permission)
          ? await permissions.authorizeConditional([{ permission }], {
              credentials,
            })
          : await permissions.authorize([{ permission }], { credentials });
        return decision.result;
      }),
    );
    return decisions.map(result => result === AuthorizeResult.ALLOW);
  };
  return {
    holds,
    async require(ctx, permission) {
      const [allowed] = await holds(ctx, [permission]);
      if (!allowed) {
        throw new ProblemError({
          status: 403,
          detail: `${ctx.caller.ref} lacks the permission ${permission.name}.`,
        });
      }
    },
  };
}
