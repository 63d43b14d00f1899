import type { Knex } from 'knex';
import type {
  AuditOutcome,
  AuditRecord,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Clause, Database, Dialect } from '../ports';
import { toAuditRecord, type AuditRow } from './AuditRow';

/** What narrows the log of one chain. */
export interface AuditFilters {
  /** An organisation, or the chain of refusals of nobody. */
  chain: string;
  /** A reference, or, without a ":", a part of one in either case. */
  actor?: string;
  actions?: string[];
  /** An id, or a part of what the log shows as the target, in either case. */
  target?: string;
  outcome?: AuditOutcome;
  from?: Date;
  to?: Date;
}

/** Where a page ended: milliseconds since the epoch, and the position that tells entries of one moment apart. */
export type AuditPosition = [at: number, position: number];

const EXPORT_BATCH = 1_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the log, newest first. */
export class AuditListStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(
    filters: AuditFilters,
    { after, limit }: { after?: AuditPosition; limit: number },
  ): Promise<{ items: AuditRecord[]; next?: AuditPosition }> {
    const rows = await this.#rows(filters, { after, limit: limit + 1 });
    return {
      items: rows.slice(0, limit).map(row => this.#toRecord(row)),
      ...(rows.length > limit && { next: this.#positionOf(rows[limit - 1]) }),
    };
  }

  async count(filters: AuditFilters): Promise<number> {
    const row = await this.#filtered(filters).count({ count: '*' }).first();
    return this.#database.dialect.fromBigInt(row?.count);
  }

  /** Everything that matches, in batches, so that memory does not grow with the log. */
  async *batches(filters: AuditFilters): AsyncGenerator<AuditRecord[], void> {
    let after: AuditPosition | undefined;
    for (;;) {
      const rows = await this.#rows(filters, { after, limit: EXPORT_BATCH });
      yield rows.map(row => this.#toRecord(row));
      if (rows.length < EXPORT_BATCH) return;
      after = this.#positionOf(rows[rows.length - 1]);
    }
  }

  async #rows(
    filters: AuditFilters,
    { after, limit }: { after?: AuditPosition; limit: number },
  ): Promise<AuditRow[]> {
    return this.#filtered(filters)
      .modify(query => {
        if (after) {
          const [at, position] = after;
          query.whereRaw('(at, position) < (?, ?)', [new Date(at), position]);
        }
      })
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'position', order: 'desc' },
      ])
      .limit(limit);
  }

  #filtered(filters: AuditFilters): Knex.QueryBuilder {
    const { chain, actor, actions, target, outcome, from, to } = filters;
    const { reader, dialect } = this.#database;
    return reader('audit_entries')
      .where({ org_id: chain })
      .modify(query => {
        if (actor) whereActor(query, { chain, actor, dialect });
        if (actions) query.whereIn('action', actions);
        if (target) whereTarget(query, { chain, target, dialect });
        if (outcome) query.andWhere({ outcome });
        if (from) query.andWhere('at', '>=', from);
        if (to) query.andWhere('at', '<', to);
      });
  }

  #toRecord(row: AuditRow): AuditRecord {
    return toAuditRecord(row, this.#database.dialect);
  }

  #positionOf(row: AuditRow): AuditPosition {
    const { dialect } = this.#database;
    return [
      dialect.fromTime(row.at)!.getTime(),
      dialect.fromBigInt(row.position),
    ];
  }
}

/**
 * A whole reference is looked up. Of a part of one, such as `noor`, the callers of the chain are found first.
 */
function whereActor(
  query: Knex.QueryBuilder,
  { chain, actor, dialect }: { chain: string; actor: string; dialect: Dialect },
): void {
  if (actor.includes(':')) {
    query.andWhere({ caller_ref: actor });
    return;
  }
  const { sql, bindings } = distinctLike('caller_ref', {
    ...{ chain, dialect },
    part: actor,
  });
  query.whereRaw(`caller_ref in (${sql})`, bindings);
}

/**
 * An id is looked up. Of a part of a name, such as `weath`, the names of the chain are found first, and then the targets that were
 * ever called so: entries from before and after a target was renamed, and those that tell no name, are about it as well.
 */
function whereTarget(
  query: Knex.QueryBuilder,
  {
    chain,
    target,
    dialect,
  }: { chain: string; target: string; dialect: Dialect },
): void {
  if (UUID.test(target)) {
    query.andWhere({ target_id: target });
    return;
  }
  const { sql, bindings } = distinctLike('target_name', {
    ...{ chain, dialect },
    part: target,
  });
  query.whereRaw(
    `target_id in (
      select named.target_id from audit_entries as named
      where named.org_id = ? and named.target_name in (${sql})
    )`,
    [chain, ...bindings],
  );
}

/**
 * The values of a column of one chain that hold a part, in either case. Each is found by one step in the index of the column,
 * because there are far fewer of them than entries.
 */
function distinctLike(
  column: 'caller_ref' | 'target_name',
  { chain, part, dialect }: { chain: string; part: string; dialect: Dialect },
): Clause {
  const held = dialect.contains('lower(value)', part.toLowerCase());
  const sql = `
    with recursive found(value) as (
      select min(${column}) from audit_entries where org_id = ?
      union all
      select (
        select min(${column}) from audit_entries
        where org_id = ? and ${column} > found.value
      ) from found where found.value is not null
    )
    select value from found where ${held.sql}`;
  return { sql, bindings: [chain, chain, ...held.bindings] };
}
