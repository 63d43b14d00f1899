import type { RequestContext } from '../../ports';
import type { UpstreamTarget } from '../../upstream';
import type { FoundServer } from './Passage';

/** The server as connections are opened to it for this caller. Pure. */
export function targetOf(
  ctx: RequestContext,
  { server, prior }: FoundServer,
): UpstreamTarget {
  return {
    orgId: ctx.orgId,
    serverId: server.id,
    environment: server.environment,
    remotes: server.remotes,
    credentialRef: server.credentialRef,
    connectTimeoutMs: server.connectTimeoutMs,
    prior,
    ...(server.login === 'person' && { caller: accountOwnerOf(ctx) }),
  };
}

/** Whose account a call uses, on a server that each person uses with their own. Nobody else has one. Pure. */
export function accountOwnerOf({ caller }: RequestContext): {
  userRef?: string;
} {
  return caller.type === 'user' ? { userRef: caller.ref } : {};
}
