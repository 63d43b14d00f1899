import {
  capabilityReadPermission,
  capabilityUsePermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer, Criteria, RequestContext } from '../../ports';

/** Of which capabilities the caller may make use, and which servers they may see. */
export interface Usable {
  servers: Criteria;
  capabilities: Criteria;
}

/** The same permissions that the pipeline asks for (`steps.ts`), as criteria for SQL. */
export async function usableBy(
  authorizer: Authorizer,
  ctx: RequestContext,
): Promise<Usable> {
  const [servers, readable, usable] = await authorizer.judgements(ctx, [
    serverReadPermission,
    capabilityReadPermission,
    capabilityUsePermission,
  ]);
  return {
    servers: servers.criteria,
    capabilities: {
      allOf: [servers.criteria, readable.criteria, usable.criteria],
    },
  };
}
