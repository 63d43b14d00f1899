import {
  type Permission,
  AuthorizeResult,
} from '@backstage/plugin-permission-common';
import { availablePermissions } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../../http';
import { type RequestContext, isNever, isUnconditional } from '../../ports';
import { type AccessAuthorizer, decideForMachine } from '../../permissions';

interface Grants {
  roles: readonly string[];
  scopes: readonly string[];
}

const SUBJECT = {
  key: "You can't create a key",
  role: "You can't assign a role",
};

/**
 * A 403 problem unless the caller holds everything that they would give: in a key that they make or rotate, since whoever
 * sees a secret can use it, or by a role. What is given of everything, the caller must hold of everything, too.
 * What is given of own servers only, the caller must hold of some. What nothing stands behind is no gain, and not asked for.
 */
export async function refuseEscalation(
  authorizer: AccessAuthorizer,
  ctx: RequestContext,
  given: { by: 'key' | 'role' } & Grants,
): Promise<void> {
  const { roles, scopes } = given;
  const results = new Map<Permission, AuthorizeResult>(
    availablePermissions.map(each => [
      each,
      decideForMachine(each, { roles, scopes, ref: 'api-key:new' }).result,
    ]),
  );
  const wanted = availablePermissions.filter(
    each => results.get(each) !== AuthorizeResult.DENY,
  );
  const held = await authorizer.criteriaOf(ctx, wanted);
  const lacking = wanted.filter((each, index) =>
    results.get(each) === AuthorizeResult.ALLOW
      ? !isUnconditional(held[index])
      : isNever(held[index]),
  );
  if (lacking.length > 0) {
    throw new ProblemError({
      kind: 'privilege-escalation',
      detail: `${SUBJECT[given.by]} with more access than you have. You're missing: ${lacking.map(({ name }) => name).join(', ')}.`,
    });
  }
}
