import type { Database, RequestContext, Tx } from '../../ports';
import type { EgressRuleRecord } from './EgressRuleRecord';

type Row = Record<string, unknown>;

/** The tables `egress_rules` and `egress_revisions`. */
export class EgressRuleStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Locks the rules of the organisation until the transaction ends, and raises their revision, which tells every instance to read them
   * anew.
   */
  async beginChange(tx: Tx, ctx: RequestContext): Promise<void> {
    await tx('egress_revisions')
      .insert({ org_id: ctx.orgId, revision: 0 })
      .onConflict('org_id')
      .ignore();
    await tx('egress_revisions')
      .where({ org_id: ctx.orgId })
      .increment('revision', 1);
  }

  async insert(
    tx: Tx,
    ctx: RequestContext,
    rule: EgressRuleRecord,
  ): Promise<void> {
    await tx('egress_rules').insert({
      id: rule.id,
      org_id: ctx.orgId,
      created_by: rule.createdBy,
      created_at: rule.createdAt,
      ...this.#columnsOf(rule),
    });
  }

  async update(
    tx: Tx,
    ctx: RequestContext,
    rule: EgressRuleRecord,
  ): Promise<void> {
    await tx('egress_rules')
      .where({ id: rule.id, org_id: ctx.orgId })
      .update(this.#columnsOf(rule));
  }

  async delete(tx: Tx, ctx: RequestContext, id: string): Promise<void> {
    await tx('egress_rules').where({ id, org_id: ctx.orgId }).delete();
  }

  /** The rule, locked until the transaction ends. */
  async lock(
    tx: Tx,
    ctx: RequestContext,
    id: string,
  ): Promise<EgressRuleRecord | undefined> {
    const [row] = await tx('egress_rules')
      .where({ id, org_id: ctx.orgId })
      .forUpdate();
    return row && this.#toRecord(row);
  }

  /** Newest first. */
  async list(
    ctx: RequestContext,
    page: { before?: string; limit: number },
  ): Promise<EgressRuleRecord[]> {
    const query = this.#database
      .reader('egress_rules')
      .where({ org_id: ctx.orgId })
      .orderBy('id', 'desc')
      .limit(page.limit);
    if (page.before) query.andWhere('id', '<', page.before);
    const rows: Row[] = await query;
    return rows.map(row => this.#toRecord(row));
  }

  async count(ctx: Pick<RequestContext, 'orgId'>, tx?: Tx): Promise<number> {
    const row = await (tx ?? this.#database.reader)('egress_rules')
      .where({ org_id: ctx.orgId })
      .count('* as count')
      .first();
    return Number(row?.count);
  }

  /** Every rule of the organisation with the revision that they have, or an earlier one, which is read anew soon. */
  async read(
    orgId: string,
  ): Promise<{ revision: number; rules: EgressRuleRecord[] }> {
    const { reader } = this.#database;
    const revision = (await this.revisions([orgId])).get(orgId) ?? 0;
    const rows: Row[] = await reader('egress_rules')
      .where({ org_id: orgId })
      .orderBy('id');
    return { revision, rules: rows.map(row => this.#toRecord(row)) };
  }

  /** How often the rules of these organisations changed; those that never did are absent. */
  async revisions(orgIds: readonly string[]): Promise<Map<string, number>> {
    const { reader, dialect } = this.#database;
    const rows: Row[] = await reader('egress_revisions')
      .whereIn('org_id', orgIds)
      .select('org_id', 'revision');
    return new Map(
      rows.map(row => [String(row.org_id), dialect.fromBigInt(row.revision)]),
    );
  }

  #columnsOf(rule: EgressRuleRecord): Row {
    const { dialect } = this.#database;
    return {
      environment: rule.environment ?? null,
      action: rule.action,
      host: rule.host,
      address_range: rule.range ?? null,
      ports: dialect.toJson(rule.ports),
      note: rule.note ?? null,
      updated_by: rule.updatedBy,
      updated_at: rule.updatedAt,
      revision: rule.revision,
    };
  }

  #toRecord(row: Row): EgressRuleRecord {
    const { dialect } = this.#database;
    const text = (value: unknown) => (value as string | null) ?? undefined;
    return {
      id: String(row.id),
      environment: text(row.environment),
      action: row.action as EgressRuleRecord['action'],
      host: String(row.host),
      range: text(row.address_range),
      ports: dialect.fromJson<number[]>(row.ports),
      note: text(row.note),
      createdBy: String(row.created_by),
      createdAt: dialect.fromTime(row.created_at) as Date,
      updatedBy: String(row.updated_by),
      updatedAt: dialect.fromTime(row.updated_at) as Date,
      revision: Number(row.revision),
    };
  }
}
