import {
  capabilityReadPermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer, Judgement, RequestContext } from '../ports';
import { judgeInOrder } from './judgeInOrder';

/** What a caller may see: of servers, and of what those offer. A capability shows only where its server does. */
export interface ReadScope {
  servers: Judgement;
  capabilities: Judgement;
}

/** Throws a 403 problem for a caller who may see no capabilities, or no servers. */
export async function readScopeOf(
  authorizer: Authorizer,
  ctx: RequestContext,
): Promise<ReadScope> {
  const [capabilities, servers] = await judgeInOrder(authorizer, ctx, [
    capabilityReadPermission,
    serverReadPermission,
  ] as const);
  return { capabilities, servers };
}
