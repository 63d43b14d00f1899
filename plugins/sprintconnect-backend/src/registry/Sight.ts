import {
  capabilityReadPermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Authorizer, type Judgement, type RequestContext } from '../ports';

/** What a caller may see: of servers, and of what those offer. A capability shows only where its server does. */
export interface Sight {
  servers: Judgement;
  capabilities: Judgement;
}

/** Throws a 403 problem for a caller who may see no capabilities, or no servers. */
export async function sightOf(
  authorizer: Authorizer,
  ctx: RequestContext,
): Promise<Sight> {
  const [capabilities, servers] = await Promise.all([
    authorizer.judge(ctx, capabilityReadPermission),
    authorizer.judge(ctx, serverReadPermission),
  ]);
  return { capabilities, servers };
}
