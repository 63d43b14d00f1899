import type { Disconnected } from '@sprintconnect/plugin-sprintconnect-common';
import type { GrantRecord } from '../oauth';
import type { Person, RequestContext, Tx } from '../ports';
import type { ConnectionsDeps } from './ConnectionsDeps';
import { noSuchConnection } from './refusals';

/**
 * Forgets an account of this person, and then revokes it where the authorization server offers that (RFC 7009). The audit log says that it
 * is gone, and then whether it was revoked. Throws a 404 problem where they have no such account.
 */
export async function disconnect(
  deps: ConnectionsDeps,
  ctx: RequestContext,
  { person, id }: { person: Person; id: string },
): Promise<Disconnected> {
  const { database, grants, logins, outbox } = deps;
  const { orgId } = person;
  const done = await grants.disconnect(
    { ...person, id },
    {
      loginOf: serverId => logins.loginOf({ orgId, id: serverId }),
      record: async (tx, grant) => {
        const { serverId } = grant;
        await tell(deps, ctx, { tx, grant, action: 'connection-delete' });
        await outbox.add(tx, { type: 'connection.changed', orgId, serverId });
      },
    },
  );
  if (!done) throw noSuchConnection();
  const { grant, isRevoked } = done;
  if (isRevoked) {
    await database.transaction(tx =>
      tell(deps, ctx, { tx, grant, action: 'connection-revoke' }),
    );
  }
  return { isRevoked };
}

async function tell(
  { audit }: ConnectionsDeps,
  ctx: RequestContext,
  said: { tx: Tx; grant: GrantRecord; action: string },
): Promise<void> {
  const { id, serverId, plan } = said.grant;
  await audit.record(said.tx, ctx, {
    action: said.action,
    target: { type: 'server', id: serverId },
    outcome: 'success',
    meta: { connectionId: id, issuer: plan.issuer },
  });
}
