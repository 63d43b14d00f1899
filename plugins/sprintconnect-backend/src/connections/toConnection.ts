import {
  type Connection,
  type Server,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { GrantRecord } from '../oauth';
import { type RequestContext, unrestricted } from '../ports';
import type { ConnectionsDeps } from './ConnectionsDeps';

/** An account as its person reads of it. They have seen the name of the server, whatever they may see of it now. */
export async function toConnection(
  { registry }: Pick<ConnectionsDeps, 'registry'>,
  ctx: RequestContext,
  grant: GrantRecord,
): Promise<Connection> {
  const server = await registry.getServer(
    ctx,
    grant.serverId,
    unrestricted(ctx, serverReadPermission),
  );
  const { endedAt, lastUsedAt } = grant;
  return {
    id: grant.id,
    server: namesOf(server),
    issuer: grant.plan.issuer,
    scopes: grant.scopes,
    status: endedAt ? 'ended' : 'connected',
    connectedAt: grant.connectedAt.toISOString(),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
  };
}

/** What a person reads of a server where it is about their account. */
export function namesOf({ id, name, title }: Server): Connection['server'] {
  return { id, name, ...(title !== undefined && { title }) };
}
