import type { Knex } from 'knex';
import type { Dialect } from '../ports';
import type { AuditRow } from './AuditRow';
import { toChainLink, type ChainLink } from './ChainLink';
import type { SignedMark } from './createMarkSigner';
import { toSignedMark } from './toSignedMark';

const BATCH = 1_000;

/** Reads chains for their verification; `reader` is a transaction that sees one moment. */
export class ChainStore {
  readonly #reader: Knex;
  readonly #dialect: Dialect;

  constructor(reader: Knex, dialect: Dialect) {
    this.#reader = reader;
    this.#dialect = dialect;
  }

  /** Every chain that left a trace. */
  async chains(): Promise<string[]> {
    const rows: { org_id: unknown }[] = [];
    for (const table of ['audit_heads', 'audit_checkpoints', 'audit_entries']) {
      rows.push(...(await this.#reader(table).distinct('org_id')));
    }
    return [...new Set(rows.map(row => String(row.org_id)))].sort();
  }

  async mark(
    kind: SignedMark['kind'],
    orgId: string,
  ): Promise<SignedMark | undefined> {
    const table = kind === 'head' ? 'audit_heads' : 'audit_checkpoints';
    const row = await this.#reader(table)
      .where({ org_id: orgId })
      .orderBy('seq', 'desc')
      .first();
    return row && toSignedMark(kind, row, this.#dialect);
  }

  /** All sealed entries of a chain by number, a batch in memory at a time. */
  async *links(orgId: string): AsyncGenerator<ChainLink, void> {
    let after: AuditRow | undefined;
    do {
      const rows = await this.#linksAfter(orgId, after);
      for (const row of rows) yield toChainLink(row, this.#dialect);
      after = rows.length === BATCH ? rows[BATCH - 1] : undefined;
    } while (after);
  }

  #linksAfter(orgId: string, after?: AuditRow): Promise<AuditRow[]> {
    const query = this.#reader('audit_entries')
      .where({ org_id: orgId })
      .whereNotNull('seq')
      .orderBy(['seq', 'position'])
      .limit(BATCH);
    // The position tells two apart that a forger gave one number.
    const values = after && [Number(after.seq), Number(after.position)];
    return values ? query.whereRaw('(seq, position) > (?, ?)', values) : query;
  }

  async countUnsealed(orgId: string): Promise<number> {
    const row = await this.#reader('audit_entries')
      .where({ org_id: orgId })
      .whereNull('seq')
      .count({ count: '*' })
      .first();
    return Number(row?.count);
  }
}
