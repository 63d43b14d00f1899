import {
  type Permission,
  AuthorizeResult,
} from '@backstage/plugin-permission-common';
import { sprintconnectPermissions } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../../http';
import { type RequestContext, isNever, isUnconditional } from '../../ports';
import type { AccessAuthorizer } from '../createAuthorizer';
import { decideForMachine } from '../decisions/decideForMachine';

/**
 * A 403 problem unless the caller holds everything that the key would: whoever sees a secret, of a key that they make or
 * rotate, can use it. What the key would hold of everything, the caller must hold of everything, too. What it would
 * hold of its own servers only, the caller must hold of some.
 */
export async function refuseEscalation(
  authorizer: AccessAuthorizer,
  ctx: RequestContext,
  key: { roles: readonly string[]; scopes: readonly string[] },
): Promise<void> {
  const given = new Map<Permission, AuthorizeResult>(
    sprintconnectPermissions.map(each => [
      each,
      decideForMachine(each, { ...key, ref: 'api-key:new' }).result,
    ]),
  );
  const wanted = sprintconnectPermissions.filter(
    each => given.get(each) !== AuthorizeResult.DENY,
  );
  const held = await authorizer.criteriaOf(ctx, wanted);
  const lacking = wanted.filter((each, index) =>
    given.get(each) === AuthorizeResult.ALLOW
      ? !isUnconditional(held[index])
      : isNever(held[index]),
  );
  if (lacking.length > 0) {
    throw new ProblemError({
      status: 403,
      detail: `A key cannot hold what you do not hold yourself of everything: ${lacking.map(({ name }) => name).join(', ')}.`,
    });
  }
}
