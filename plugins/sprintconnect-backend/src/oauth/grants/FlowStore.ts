import { createHash } from 'node:crypto';
import type { Database, Tx } from '../../ports';
import type { GrantPlan } from './GrantPlan';

/** The table `oauth_flows`: logins that have begun, by a digest of their `state`. */
export class FlowStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async begin(flow: {
    state: string;
    orgId: string;
    userRef: string;
    plan: GrantPlan;
    expiresAt: Date;
  }): Promise<void> {
    const { dialect } = this.#database;
    await this.#database.transaction(async tx => {
      await tx('oauth_flows').insert({
        state_hash: hashOf(flow.state),
        org_id: flow.orgId,
        user_ref: flow.userRef,
        plan: dialect.toJson(flow.plan),
        expires_at: flow.expiresAt,
      });
    });
  }

  /** When the oldest of these many logins of a person is over, where that many wait; undefined where fewer do. */
  async fullUntil(
    of: { orgId: string; userRef: string },
    { max, now }: { max: number; now: Date },
  ): Promise<Date | undefined> {
    const { reader, dialect } = this.#database;
    const rows = await reader('oauth_flows')
      .where({ org_id: of.orgId, user_ref: of.userRef })
      .andWhere('expires_at', '>', now)
      .orderBy('expires_at')
      .limit(max)
      .select('expires_at');
    return rows.length < max ? undefined : dialect.fromTime(rows[0].expires_at);
  }

  /** The login that this person began, without taking it. */
  async find(of: {
    state: string;
    orgId: string;
    userRef: string;
    now: Date;
  }): Promise<GrantPlan | undefined> {
    const { reader, dialect } = this.#database;
    const row = await reader('oauth_flows')
      .where({ state_hash: hashOf(of.state), org_id: of.orgId })
      .andWhere({ user_ref: of.userRef })
      .andWhere('expires_at', '>', of.now)
      .first();
    return row && dialect.fromJson<GrantPlan>(row.plan);
  }

  /** Forgets what people began at a server. */
  async forgetServer(
    tx: Tx,
    server: { orgId: string; serverId: string },
  ): Promise<void> {
    const { dialect } = this.#database;
    const rows: { state_hash: string; plan: unknown }[] = await tx(
      'oauth_flows',
    )
      .where({ org_id: server.orgId })
      .select('state_hash', 'plan');
    const hashes = rows
      .filter(
        ({ plan }) =>
          dialect.fromJson<GrantPlan>(plan)?.serverId === server.serverId,
      )
      .map(row => row.state_hash);
    await tx('oauth_flows').whereIn('state_hash', hashes).delete();
  }

  /**
   * Takes the login that this person began, which nobody can take again. Undefined for one of somebody else, which stays, and for one that
   * is over.
   */
  take(of: {
    state: string;
    orgId: string;
    userRef: string;
    now: Date;
  }): Promise<GrantPlan | undefined> {
    const { dialect } = this.#database;
    const own = {
      ...{ state_hash: hashOf(of.state), org_id: of.orgId },
      user_ref: of.userRef,
    };
    return this.#database.transaction(async tx => {
      const row = await tx('oauth_flows').where(own).forUpdate().first();
      if (!row) return undefined;
      const taken = await tx('oauth_flows').where(own).delete();
      const expiresAt = dialect.fromTime(row.expires_at) as Date;
      if (taken !== 1 || expiresAt <= of.now) return undefined;
      return dialect.fromJson<GrantPlan>(row.plan);
    });
  }

  /** Forgets up to `limit` logins that nobody finished in time. */
  prune({ now, limit }: { now: Date; limit: number }): Promise<number> {
    return this.#database.transaction(async tx => {
      const rows = await tx('oauth_flows')
        .where('expires_at', '<=', now)
        .limit(limit)
        .select('state_hash');
      if (rows.length === 0) return 0;
      const hashes = rows.map(row => row.state_hash);
      return tx('oauth_flows').whereIn('state_hash', hashes).delete();
    });
  }
}

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
