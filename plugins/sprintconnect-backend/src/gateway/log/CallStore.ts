import type { Clock, Database, Tx } from '../../ports';
import type { OpenedColumns } from './CallRow';
import { type ClosedRow, insertOpened, updateClosed } from './callStatements';

/** A call that ends, and whose. */
export interface Closing extends ClosedRow {
  orgId: string;
  serverId: string;
  /** Of one that was refused, whose row is not there yet. */
  opened?: OpenedColumns;
}

/** A process that has not said for so long that it lives does not. */
export const DEAD_AFTER_MS = 60_000;
const FORGOTTEN_AFTER_MS = 24 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;

/** Writes the tables `calls` and `gateway_instances`. */
export class CallStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** May be done twice: a row that is there already stays as it is. */
  async open(tx: Tx, rows: readonly OpenedColumns[]): Promise<void> {
    const { sql, bindings } = insertOpened(rows);
    await tx.raw(sql, bindings);
  }

  /** The same, as one statement of its own. */
  openAlone(rows: readonly OpenedColumns[]): Promise<void> {
    const { sql, bindings } = insertOpened(rows);
    return this.#database.write(knex => knex.raw(sql, bindings));
  }

  /** Whoever closes a record first has closed it. */
  async close(tx: Tx, closings: readonly Closing[]): Promise<void> {
    const ended = closings.filter(({ opened }) => !opened);
    if (ended.length > 0) {
      const { sql, bindings } = updateClosed(ended);
      await tx.raw(sql, bindings);
    }
    const refused = closings
      .filter(({ opened }) => opened)
      .map(({ opened, closed }) => ({ ...opened, ...closed }));
    if (refused.length > 0) {
      await tx('calls').insert(refused).onConflict('id').ignore();
    }
  }

  /** The same for records that are open, as one statement of its own. */
  closeAlone(ended: readonly ClosedRow[]): Promise<void> {
    const { sql, bindings } = updateClosed(ended);
    return this.#database.write(knex => knex.raw(sql, bindings));
  }

  /** Says that a process lives. */
  async beat(tx: Tx, id: string): Promise<void> {
    await tx('gateway_instances')
      .insert({ id, beat_at: this.#clock.now() })
      .onConflict('id')
      .merge(['beat_at']);
  }

  /** A process ends in order: what it leaves open is nobody's from now on. */
  async leave(id: string): Promise<void> {
    await this.#database.transaction(
      async tx => {
        await tx('gateway_instances').where({ id }).delete();
      },
      { isRepeatable: true },
    );
  }

  /** Closes up to `limit` records of processes that are dead, and gives whose they were. */
  async closeOfDead(
    tx: Tx,
    limit: number,
  ): Promise<{ orgId: string; serverId: string }[]> {
    const now = this.#clock.now();
    const dead: { id: string; org_id: string; server_id: string }[] = await tx(
      'calls',
    )
      .whereNull('outcome')
      .whereNotExists(alive =>
        alive
          .from('gateway_instances')
          .whereRaw('gateway_instances.id = calls.instance')
          .andWhere('beat_at', '>=', new Date(now.getTime() - DEAD_AFTER_MS)),
      )
      .limit(limit)
      .select('id', 'org_id', 'server_id');
    await tx('calls')
      .whereIn(
        'id',
        dead.map(({ id }) => id),
      )
      .whereNull('outcome')
      .update({
        closed_at: now,
        outcome: 'unknown',
        code: 'process-ended',
        reason:
          'The process that waited for the answer ended. The call may or may not have run.',
      });
    return dead.map(row => ({ orgId: row.org_id, serverId: row.server_id }));
  }

  /** Forgets processes that have been gone for a day. */
  async forgetInstances(tx: Tx): Promise<void> {
    const before = new Date(this.#clock.now().getTime() - FORGOTTEN_AFTER_MS);
    await tx('gateway_instances').where('beat_at', '<', before).delete();
  }

  /** Forgets up to `limit` calls that are older than they are kept. */
  pruneCalls(days: number, limit: number): Promise<number> {
    return this.#database.transaction(tx =>
      tx('calls')
        .whereIn(
          'id',
          tx('calls')
            .where('opened_at', '<', this.#daysAgo(days))
            .orderBy('opened_at')
            .limit(limit)
            .select('id'),
        )
        .delete(),
    );
  }

  /** Forgets the bodies of up to `limit` calls. */
  pruneBodies(days: number, limit: number): Promise<number> {
    return this.#database.transaction(tx =>
      tx('calls')
        .whereIn(
          'id',
          tx('calls')
            .where('opened_at', '<', this.#daysAgo(days))
            .whereRaw('(arguments is not null or result is not null)')
            .orderBy('opened_at')
            .limit(limit)
            .select('id'),
        )
        .update({ arguments: null, result: null }),
    );
  }

  #daysAgo(days: number): Date {
    return new Date(this.#clock.now().getTime() - days * DAY_MS);
  }
}
