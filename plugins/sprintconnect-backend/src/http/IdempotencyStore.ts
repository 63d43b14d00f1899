import type { Database, RequestContext, Tx } from '../ports';

/** In the column `status`: the work is done. Rows of earlier releases hold what was answered, and where to look. */
const DONE = 200;

/** One remembered request. */
export interface IdempotencyRow {
  fingerprint: string;
  /** False while its transaction is open. */
  isDone: boolean;
  result: unknown;
}

/** The table `idempotency_keys`: one row per organisation, caller and key. */
export class IdempotencyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Takes the key, or gives the row of whoever has it.
   *
   * @remarks
   *
   * The unique key decides: on PostgreSQL a second insert waits until the first transaction ends, and then
   * either finds its committed row or takes the key that its rollback freed.
   */
  async take(
    tx: Tx,
    ctx: RequestContext,
    entry: { key: string; fingerprint: string; now: Date; expiresAt: Date },
  ): Promise<IdempotencyRow | undefined> {
    const id = rowKey(ctx, entry.key);
    await tx('idempotency_keys')
      .where(id)
      .andWhere('expires_at', '<=', entry.now)
      .delete();
    const taken = await tx('idempotency_keys')
      .insert({
        ...id,
        fingerprint: entry.fingerprint,
        expires_at: entry.expiresAt,
      })
      .onConflict(['org_id', 'caller', 'key'])
      .ignore()
      .returning('key');
    if (taken.length) {
      return undefined;
    }
    const row = await tx('idempotency_keys').where(id).first();
    return {
      fingerprint: row.fingerprint,
      isDone: row.status !== null,
      result: this.#database.dialect.fromJson(row.body),
    };
  }

  async keepResult(
    tx: Tx,
    ctx: RequestContext,
    entry: { key: string; result: unknown },
  ): Promise<void> {
    await tx('idempotency_keys')
      .where(rowKey(ctx, entry.key))
      .update({
        status: DONE,
        body: this.#database.dialect.toJson(entry.result),
      });
  }

  /** Gives a key back that nothing was done for. */
  async free(tx: Tx, ctx: RequestContext, key: string): Promise<void> {
    await tx('idempotency_keys')
      .where(rowKey(ctx, key))
      .whereNull('status')
      .delete();
  }

  /** Forgets up to `limit` expired keys of all organisations; gives how many. */
  async prune(options: { now: Date; limit: number }): Promise<number> {
    return this.#database.transaction(async tx => {
      const rows = await tx('idempotency_keys')
        .where('expires_at', '<=', options.now)
        .limit(options.limit)
        .select('org_id', 'caller', 'key');
      if (!rows.length) {
        return 0;
      }
      return tx('idempotency_keys')
        .whereIn(
          ['org_id', 'caller', 'key'],
          rows.map(row => [row.org_id, row.caller, row.key]),
        )
        .delete();
    });
  }
}

function rowKey(ctx: RequestContext, key: string) {
  return {
    org_id: ctx.orgId,
    caller: `${ctx.caller.type}:${ctx.caller.ref}`,
    key,
  };
}
