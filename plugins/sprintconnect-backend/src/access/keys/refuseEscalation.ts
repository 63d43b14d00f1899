import { sprintconnectPermissions } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../../http';
import type { Authorizer, RequestContext } from '../../ports';
import { permissionsOf } from '../permissionsOf';

/**
 * A 403 problem unless the caller holds everything that the key would: whoever sees a secret, of a key that they make or
 * rotate, can use it.
 */
export async function refuseEscalation(
  authorizer: Authorizer,
  ctx: RequestContext,
  key: { roles: readonly string[]; scopes: readonly string[] },
): Promise<void> {
  const given = permissionsOf(key);
  const wanted = sprintconnectPermissions.filter(({ name }) => given.has(name));
  const held = await authorizer.holds(ctx, wanted);
  const lacking = wanted.filter((_permission, index) => !held[index]);
  if (lacking.length > 0) {
    throw new ProblemError({
      status: 403,
      detail: `A key cannot hold what you do not hold yourself: ${lacking.map(({ name }) => name).join(', ')}.`,
    });
  }
}
