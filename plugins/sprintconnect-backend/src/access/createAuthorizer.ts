import type { PermissionsService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import type { Authorizer, RequestContext } from '../ports';
import { ProblemError } from '../http';

/**
 * The Backstage permission framework as an {@link Authorizer}. Only ALLOW is a yes: a conditional decision on
 * servers would have to become a filter, and until it does, it is a no.
 */
export function createAuthorizer(permissions: PermissionsService): Authorizer {
  const holds = async (
    { credentials }: RequestContext,
    wanted: Permission[],
  ): Promise<boolean[]> => {
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
