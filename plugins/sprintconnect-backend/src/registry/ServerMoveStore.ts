import type { Knex } from 'knex';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock, Database, RequestContext, Tx } from '../ports';

/** A cursor keeps its order for this long; then what servers were sorted by before is forgotten. */
const MOVES_KEPT_MS = 24 * 3600 * 1000;

/** Moves by what was decided about a server, and by what was observed. */
export type MovesTable = 'server_moves' | 'server_observed_moves';

const OBSERVED = ['health_status', 'last_discovered_at', 'tools'];
const SORTED_BY = {
  server_moves: ['name', 'updated_at'],
  server_observed_moves: OBSERVED,
} satisfies Record<MovesTable, string[]>;

/** The tables of {@link MovesTable}: what a server was sorted by before a change, for lists that began before it. */
export class ServerMoveStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Keeps what a server was called before a decision at `movedAt`, and forgets what is too old. */
  async keepDecided(
    tx: Tx,
    ctx: RequestContext,
    { before, movedAt }: { before: Server; movedAt: Date },
  ): Promise<void> {
    await tx('server_moves').insert({
      org_id: ctx.orgId,
      server_id: before.id,
      moved_at: movedAt,
      name: before.name,
      updated_at: new Date(before.updatedAt),
    });
    await tx('server_moves')
      .where({ org_id: ctx.orgId })
      .andWhere('moved_at', '<', new Date(movedAt.getTime() - MOVES_KEPT_MS))
      .delete();
  }

  /** Keeps what the rows of these servers show now, if it is about to change in a way that sorts them anew. */
  async keepObserved(
    tx: Tx,
    ctx: RequestContext,
    change: { serverIds: readonly string[]; columns: readonly string[] },
  ): Promise<void> {
    const { serverIds, columns } = change;
    if (!columns.some(column => OBSERVED.includes(column))) return;
    const rows = await tx('servers')
      .where({ org_id: ctx.orgId })
      .whereIn('id', serverIds)
      .select('org_id', 'id as server_id', ...OBSERVED);
    if (rows.length === 0) return;
    const movedAt = this.#clock.now();
    await tx('server_observed_moves').insert(
      rows.map(row => ({ ...row, moved_at: movedAt })),
    );
  }

  /** Forgets up to `limit` moves of all organisations that no cursor needs any more; gives how many. */
  async pruneObserved(limit: number): Promise<number> {
    const before = new Date(this.#clock.now().getTime() - MOVES_KEPT_MS);
    return this.#database.transaction(tx =>
      tx('server_observed_moves')
        .whereIn('seq', old =>
          old
            .from('server_observed_moves')
            .where('moved_at', '<', before)
            .limit(limit)
            .select('seq'),
        )
        .delete(),
    );
  }

  /** The number of the last move: what a list that begins now holds on to. */
  last(ctx: RequestContext, table: MovesTable): Knex.QueryBuilder {
    return this.#database.reader(table).where({ org_id: ctx.orgId }).max('seq');
  }

  /** Whether anything moved after the move with this number. */
  async anyAfter(
    ctx: RequestContext,
    table: MovesTable,
    seq: number,
  ): Promise<boolean> {
    const move = await this.#database
      .reader(table)
      .where({ org_id: ctx.orgId })
      .andWhere('seq', '>', seq)
      .first('seq');
    return move !== undefined;
  }

  /** What each server that moved since was sorted by before it did, as `moved`. */
  since(
    ctx: RequestContext,
    table: MovesTable,
    seq: number,
  ): Knex.QueryBuilder {
    return this.#database
      .reader(table)
      .whereIn('seq', first =>
        first
          .from(table)
          .where({ org_id: ctx.orgId })
          .andWhere('seq', '>', seq)
          .groupBy('server_id')
          .min('seq'),
      )
      .select('server_id', ...SORTED_BY[table])
      .as('moved');
  }
}
