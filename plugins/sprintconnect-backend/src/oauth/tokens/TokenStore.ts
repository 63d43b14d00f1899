import type { Database, OauthError, OauthErrorCode, Tx } from '../../ports';
import type { TokenState } from './TokenState';

type Row = Record<string, unknown>;

/** Which token. */
export interface TokenId {
  orgId: string;
  key: string;
}

const NO_LEASE = { lease_ticket: null, lease_until: null };
const NO_FAILURE = { failure_code: null, failure: null, failed_until: null };

/** The table `oauth_tokens`. */
export class TokenStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(id: TokenId): Promise<TokenState | undefined> {
    const row = await this.#database
      .reader('oauth_tokens')
      .where(columnsOf(id))
      .first();
    return row && this.#toState(row);
  }

  /** The state, locked until the transaction ends; a new one where there is none. */
  async lock(
    tx: Tx,
    id: TokenId,
    made: { credentialId: string; version: number; forgetAt: Date },
  ): Promise<TokenState> {
    await tx('oauth_tokens')
      .insert({
        ...columnsOf(id),
        credential_id: made.credentialId,
        credential_version: made.version,
        forget_at: made.forgetAt,
      })
      .onConflict(['org_id', 'key'])
      .ignore();
    const row = await tx('oauth_tokens')
      .where(columnsOf(id))
      .forUpdate()
      .first();
    return this.#toState(row);
  }

  async lease(
    tx: Tx,
    id: TokenId,
    lease: { ticket: string; until: Date },
  ): Promise<void> {
    await tx('oauth_tokens')
      .where(columnsOf(id))
      .update({ lease_ticket: lease.ticket, lease_until: lease.until });
  }

  /** Ends the lease with a token. False, and nothing written, when it is not the caller's any more. */
  async keep(
    tx: Tx,
    id: TokenId,
    kept: {
      ticket: string;
      stamp: number;
      refreshAt: Date;
      expiresAt: Date;
      forcedAt?: Date;
      forgetAt: Date;
    },
  ): Promise<boolean> {
    const { ticket, stamp, refreshAt, expiresAt, forcedAt } = kept;
    const changed = await tx('oauth_tokens')
      .where({ ...columnsOf(id), lease_ticket: ticket, stamp: stamp - 1 })
      .update({
        stamp,
        refresh_at: refreshAt,
        expires_at: expiresAt,
        ...(forcedAt && { forced_at: forcedAt }),
        ...NO_LEASE,
        ...NO_FAILURE,
        forget_at: kept.forgetAt,
      });
    return changed === 1;
  }

  /** Ends the lease without a token, and tells the others why where they are not to ask at once. */
  async giveUp(
    tx: Tx,
    id: TokenId,
    lease: { ticket: string; failure?: { error: OauthError; until: Date } },
  ): Promise<void> {
    const { ticket, failure } = lease;
    await tx('oauth_tokens')
      .where({ ...columnsOf(id), lease_ticket: ticket })
      .update({
        ...NO_LEASE,
        ...(failure && {
          failure_code: failure.error.code,
          failure: failure.error.message,
          failed_until: failure.until,
        }),
      });
  }

  /** Says that the kept token cannot be read, unless there is another since. */
  async lose(tx: Tx, id: TokenId, stamp: number): Promise<void> {
    await tx('oauth_tokens')
      .where({ ...columnsOf(id), stamp })
      .update({ refresh_at: null, expires_at: null });
  }

  /** Deletes the rows of a credential, or of its versions below one, and gives which. */
  async deleteOf(
    tx: Tx,
    what: { orgId: string; credentialId: string; belowVersion?: number },
  ): Promise<TokenId[]> {
    const { orgId, credentialId, belowVersion } = what;
    const query = tx('oauth_tokens')
      .where({ org_id: orgId, credential_id: credentialId })
      .forUpdate()
      .select('org_id', 'key');
    if (belowVersion !== undefined) {
      query.andWhere('credential_version', '<', belowVersion);
    }
    return this.#delete(tx, await query);
  }

  /** Deletes up to `limit` rows that are not needed any more, and gives which. The one store method across organisations, for the prune. */
  async deleteEnded(
    tx: Tx,
    what: { now: Date; limit: number },
  ): Promise<TokenId[]> {
    const { dialect } = this.#database;
    const ended = tx('oauth_tokens')
      .where('forget_at', '<', what.now)
      .limit(what.limit)
      .select('org_id', 'key');
    return this.#delete(tx, await dialect.skipLocked(ended));
  }

  async #delete(tx: Tx, rows: Row[]): Promise<TokenId[]> {
    const ids = rows.map(row => ({
      orgId: String(row.org_id),
      key: String(row.key),
    }));
    await tx('oauth_tokens')
      .whereIn(
        ['org_id', 'key'],
        ids.map(({ orgId, key }) => [orgId, key]),
      )
      .delete();
    return ids;
  }

  #toState(row: Row): TokenState {
    const { dialect } = this.#database;
    const until = dialect.fromTime(row.failed_until);
    return {
      stamp: Number(row.stamp),
      refreshAt: dialect.fromTime(row.refresh_at),
      expiresAt: dialect.fromTime(row.expires_at),
      forcedAt: dialect.fromTime(row.forced_at),
      leaseUntil: dialect.fromTime(row.lease_until),
      ...(until && {
        failure: {
          code: row.failure_code as OauthErrorCode,
          message: String(row.failure),
          until,
        },
      }),
    };
  }
}

function columnsOf({ orgId, key }: TokenId) {
  return { org_id: orgId, key };
}
