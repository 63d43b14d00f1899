import { v7 as uuid } from 'uuid';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ProblemError } from '../http';
import type { Tenancy } from '../organisations';
import type { RequestContext } from '../ports';
import { callerOf } from './credentials/callerOf';

/** Who asks, of whom only the portal's credentials are known and no request, as an action of Backstage is told. */
export type ContextOfCredentials = (
  credentials: BackstageCredentials,
) => Promise<RequestContext>;

/**
 * Makes the same caller of credentials as `authenticate` makes of a request that carries them. Throws a 401 problem for credentials of
 * nobody, and a 403 problem for a caller without an organisation. No header names one here, so that a service that acts for several has none.
 */
export function contextOfCredentials(tenancy: Tenancy): ContextOfCredentials {
  return async credentials => {
    const caller = callerOf(credentials);
    if (!caller) {
      throw new ProblemError({
        status: 401,
        detail: 'This requires the credentials of a user or a service.',
      });
    }
    const { id: orgId } = await tenancy.organisationOf({ caller });
    const { expiresAt } = credentials;
    return {
      caller,
      orgId,
      roles: [],
      scopes: [],
      requestId: uuid(),
      credentials,
      ...(expiresAt && { expiresAt }),
    };
  };
}
