import type { Authorizer } from '../ports';
import { ProblemError } from '../http';

/** Allows everything but the permissions named here; refuses as access does. */
export function testAuthorizer(denied: string[] = []): Authorizer {
  return {
    async require(_ctx, permission) {
      if (denied.includes(permission.name)) {
        throw new ProblemError({
          status: 403,
          detail: `You need the permission ${permission.name}.`,
        });
      }
    },
    holds: async (_ctx, permissions) =>
      permissions.map(({ name }) => !denied.includes(name)),
  };
}
