import { createHash } from 'node:crypto';
import type { Database, Tx } from '../../ports';
import type { OwnClient } from './GrantPlan';

/** The table `oauth_clients`: registrations of SprintConnect (RFC 7591), one for each organisation, issuer and address to return to. */
export class ClientStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(
    orgId: string,
    of: { issuer: string; redirectUri: string; now: Date },
  ): Promise<OwnClient | undefined> {
    const row = await this.#database
      .reader('oauth_clients')
      .where({ org_id: orgId, key: keyOfClient(of) })
      .first();
    if (!row) return undefined;
    const expiresAt = this.#database.dialect.fromTime(row.expires_at);
    if (expiresAt && expiresAt <= of.now) return undefined;
    return {
      clientId: row.client_id,
      authentication: row.authentication,
      by: 'registration',
    };
  }

  async forget(
    tx: Tx,
    orgId: string,
    of: { issuer: string; redirectUri: string },
  ): Promise<void> {
    await tx('oauth_clients')
      .where({ org_id: orgId, key: keyOfClient(of) })
      .delete();
  }

  async keep(
    tx: Tx,
    orgId: string,
    client: {
      issuer: string;
      redirectUri: string;
      now: Date;
      own: OwnClient;
      expiresAt?: Date;
    },
  ): Promise<void> {
    const { issuer, now, own, expiresAt } = client;
    await tx('oauth_clients')
      .insert({
        ...{ org_id: orgId, key: keyOfClient(client), issuer },
        ...{ client_id: own.clientId, authentication: own.authentication },
        ...{ expires_at: expiresAt ?? null, created_at: now },
      })
      .onConflict(['org_id', 'key'])
      .merge();
  }
}

/** Names a registration. Pure. */
export function keyOfClient(of: {
  issuer: string;
  redirectUri: string;
}): string {
  const text = JSON.stringify([of.issuer, of.redirectUri]);
  return createHash('sha256').update(text).digest('hex');
}
