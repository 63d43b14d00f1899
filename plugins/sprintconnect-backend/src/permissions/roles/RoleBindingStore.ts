import type { AccessRole } from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext, Tx } from '../../ports';

/** A role that was given in the portal. */
export interface RoleBindingRecord {
  id: string;
  subject: string;
  role: AccessRole;
  createdBy: string;
  createdAt: Date;
}

/** Which bindings a list shows. */
export interface RoleBindingFilter {
  role?: AccessRole;
  /** A part of the subject, in lower case. */
  q?: string;
}

type Row = Record<string, unknown>;
type Organisation = Pick<RequestContext, 'orgId'>;

/** The table `role_bindings`. */
export class RoleBindingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Writes the binding, or gives the one that is there already. */
  async insert(
    tx: Tx,
    ctx: RequestContext,
    binding: RoleBindingRecord,
  ): Promise<RoleBindingRecord> {
    const [row] = await tx('role_bindings')
      .insert({
        id: binding.id,
        org_id: ctx.orgId,
        subject: binding.subject,
        role: binding.role,
        created_by: binding.createdBy,
        created_at: binding.createdAt,
      })
      .onConflict(['org_id', 'subject', 'role'])
      // Changes nothing, but answers the row and holds it until the transaction ends.
      .merge(['role'])
      .returning('*');
    return this.#toRecord(row);
  }

  async find(
    tx: Tx,
    ctx: RequestContext,
    id: string,
  ): Promise<RoleBindingRecord | undefined> {
    const row = await tx('role_bindings')
      .where({ id, org_id: ctx.orgId })
      .first();
    return row && this.#toRecord(row);
  }

  /** All bindings of the role, which nobody else can take until the transaction ends. */
  async lockOfRole(
    tx: Tx,
    ctx: RequestContext,
    role: AccessRole,
  ): Promise<RoleBindingRecord[]> {
    const rows = await tx('role_bindings')
      .where({ org_id: ctx.orgId, role })
      .orderBy('id')
      .forUpdate();
    return rows.map(row => this.#toRecord(row));
  }

  /** Whether it was there. */
  async remove(tx: Tx, ctx: RequestContext, id: string): Promise<boolean> {
    const removed = await tx('role_bindings')
      .where({ id, org_id: ctx.orgId })
      .delete();
    return removed > 0;
  }

  /** By subject and role, those after a place in that order. */
  async list(
    ctx: RequestContext,
    page: {
      filter: RoleBindingFilter;
      after?: { subject: string; role: string };
      limit: number;
    },
  ): Promise<RoleBindingRecord[]> {
    const query = this.#matching(ctx, page.filter)
      .orderBy([{ column: 'subject' }, { column: 'role' }])
      .limit(page.limit);
    if (page.after) {
      query.whereRaw('(subject, role) > (?, ?)', [
        page.after.subject,
        page.after.role,
      ]);
    }
    const rows: Row[] = await query;
    return rows.map(row => this.#toRecord(row));
  }

  async count(ctx: Organisation, filter: RoleBindingFilter = {}) {
    const row = await this.#matching(ctx, filter).count('* as count').first();
    return Number(row?.count);
  }

  /** The roles that any of these subjects has. */
  async rolesOf(
    ctx: Organisation,
    subjects: readonly string[],
  ): Promise<AccessRole[]> {
    return this.#database
      .reader('role_bindings')
      .where({ org_id: ctx.orgId })
      .whereIn('subject', subjects)
      .distinct('role')
      .pluck('role');
  }

  #matching({ orgId }: Organisation, { role, q }: RoleBindingFilter) {
    const { reader, dialect } = this.#database;
    const query = reader('role_bindings').where({ org_id: orgId });
    if (role) query.andWhere({ role });
    if (q) {
      const { sql, bindings } = dialect.contains('lower(subject)', q);
      query.andWhereRaw(sql, bindings);
    }
    return query;
  }

  #toRecord(row: Row): RoleBindingRecord {
    return {
      id: String(row.id),
      subject: String(row.subject),
      role: row.role as AccessRole,
      createdBy: String(row.created_by),
      createdAt: this.#database.dialect.fromTime(row.created_at) as Date,
    };
  }
}
