import type { Database, Tx } from '../../ports';
import type { GrantPlan } from './GrantPlan';

type Row = Record<string, unknown>;

/** Whose account at which server. */
export interface GrantOwner {
  orgId: string;
  userRef: string;
  serverId: string;
}

/** An account that somebody has connected. */
export interface GrantRecord extends GrantOwner {
  id: string;
  plan: GrantPlan;
  /** As granted. */
  scopes: string[];
  /** Of the refresh token. */
  version: number;
  /** Whether there is a refresh token. */
  renews: boolean;
  connectedAt: Date;
  lastUsedAt?: Date;
  /** From then on it gives no token any more. */
  endedAt?: Date;
}

/** The table `oauth_grants`. */
export class GrantStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async insert(tx: Tx, grant: GrantRecord): Promise<void> {
    const { dialect } = this.#database;
    await tx('oauth_grants').insert({
      id: grant.id,
      ...columnsOf(grant),
      plan: dialect.toJson(grant.plan),
      scopes: dialect.toJson(grant.scopes),
      version: grant.version,
      renews: grant.renews,
      connected_at: grant.connectedAt,
    });
  }

  async findOf(owner: GrantOwner): Promise<GrantRecord | undefined> {
    const row = await this.#database
      .reader('oauth_grants')
      .where(columnsOf(owner))
      .first();
    return row && this.#toRecord(row);
  }

  /** The one of this person, locked until the transaction ends. */
  async lock(
    tx: Tx,
    what: { orgId: string; userRef: string } & (
      { id: string } | { serverId: string }
    ),
  ): Promise<GrantRecord | undefined> {
    const row = await tx('oauth_grants')
      .where({
        ...{ org_id: what.orgId, user_ref: what.userRef },
        ...('id' in what ? { id: what.id } : { server_id: what.serverId }),
      })
      .forUpdate()
      .first();
    return row && this.#toRecord(row);
  }

  /** Those of everybody on a server. */
  async listOfServer(
    tx: Tx,
    server: { orgId: string; serverId: string },
  ): Promise<GrantRecord[]> {
    const rows: Row[] = await tx('oauth_grants').where({
      org_id: server.orgId,
      server_id: server.serverId,
    });
    return rows.map(row => this.#toRecord(row));
  }

  /** Youngest first. A person has few. */
  async list(of: { orgId: string; userRef: string }): Promise<GrantRecord[]> {
    const rows: Row[] = await this.#database
      .reader('oauth_grants')
      .where({ org_id: of.orgId, user_ref: of.userRef })
      .orderBy('connected_at', 'desc')
      .limit(500);
    return rows.map(row => this.#toRecord(row));
  }

  /** Another refresh token took the place of this version. False where that happened before. */
  async rotate(tx: Tx, grant: GrantRecord): Promise<boolean> {
    const { id, orgId, version } = grant;
    const changed = await tx('oauth_grants')
      .where({ id, org_id: orgId, version })
      .update({ version: version + 1 });
    return changed === 1;
  }

  async end(tx: Tx, grant: GrantRecord, at: Date): Promise<boolean> {
    const { id, orgId, version } = grant;
    const changed = await tx('oauth_grants')
      .where({ id, org_id: orgId, version })
      .whereNull('ended_at')
      .update({ ended_at: at, renews: false });
    return changed === 1;
  }

  async delete(tx: Tx, { id, orgId }: GrantRecord): Promise<void> {
    await tx('oauth_grants').where({ id, org_id: orgId }).delete();
  }

  /** Notes a use, unless one was noted since. */
  async touch(
    { id, orgId }: GrantRecord,
    use: { at: Date; unlessSince: Date },
  ): Promise<void> {
    await this.#database.write(knex =>
      knex('oauth_grants')
        .where({ id, org_id: orgId })
        .andWhere(old =>
          old
            .whereNull('last_used_at')
            .orWhere('last_used_at', '<', use.unlessSince),
        )
        .update({ last_used_at: use.at }),
    );
  }

  #toRecord(row: Row): GrantRecord {
    const { dialect } = this.#database;
    return {
      id: String(row.id),
      orgId: String(row.org_id),
      userRef: String(row.user_ref),
      serverId: String(row.server_id),
      plan: dialect.fromJson<GrantPlan>(row.plan) as GrantPlan,
      scopes: dialect.fromJson<string[]>(row.scopes) ?? [],
      version: Number(row.version),
      renews: Boolean(row.renews),
      connectedAt: dialect.fromTime(row.connected_at) as Date,
      lastUsedAt: dialect.fromTime(row.last_used_at),
      endedAt: dialect.fromTime(row.ended_at),
    };
  }
}

function columnsOf({ orgId, userRef, serverId }: GrantOwner) {
  return { org_id: orgId, user_ref: userRef, server_id: serverId };
}
