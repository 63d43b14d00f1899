import type { Knex } from 'knex';
import type { CredentialType } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';
import type { Database, RequestContext, Tx } from '../ports';
import type { CredentialRecord, PreviousVersion } from './CredentialRecord';
import type { CredentialDetails } from './kinds/SealedContent';

type Row = Record<string, unknown>;

/** How far people were warned of the end of a credential. */
export const WARNED = { never: 0, due: 1, week: 2, day: 3 } as const;

/** A credential that somebody is to be warned of. */
export interface WarnedRecord {
  record: CredentialRecord;
  warned: number;
}

/** The table `credentials`. */
export class CredentialStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Throws a 409 problem for a name that is taken. */
  async insert(tx: Tx, record: CredentialRecord): Promise<void> {
    try {
      await tx('credentials').insert({
        id: record.id,
        org_id: record.orgId,
        name: record.name ?? null,
        server_id: record.serverId ?? null,
        created_at: record.createdAt,
        created_by: record.createdBy,
        ...this.#columns(record),
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new ProblemError({
        kind: 'credential-name-taken',
        detail: `There already is a shared credential named ${record.name}. Choose another name, or rotate that one.`,
        errors: [{ path: 'name', message: 'is already used' }],
        cause: error,
      });
    }
  }

  async write(
    tx: Tx,
    record: CredentialRecord,
    { warned }: { warned?: number } = {},
  ): Promise<void> {
    await tx('credentials')
      .where({ id: record.id, org_id: record.orgId })
      .update({
        ...this.#columns(record),
        ...(warned !== undefined && { warned }),
      });
  }

  async remove(tx: Tx, { id, orgId }: CredentialRecord): Promise<void> {
    await tx('credentials').where({ id, org_id: orgId }).delete();
  }

  /** A shared one. */
  async find(
    { orgId }: Pick<RequestContext, 'orgId'>,
    id: string,
  ): Promise<CredentialRecord | undefined> {
    return this.#one(
      this.#database
        .reader('credentials')
        .where({ id, org_id: orgId })
        .whereNotNull('name'),
    );
  }

  /** What a server refers to by a name, or by the id of an own one; whether it may use it is not asked here. */
  async findByRef(
    { orgId }: Pick<RequestContext, 'orgId'>,
    ref: string,
    tx: Knex = this.#database.reader,
  ): Promise<CredentialRecord | undefined> {
    return this.#one(
      tx('credentials')
        .where({ org_id: orgId })
        .andWhere(either =>
          either
            .where({ name: ref })
            .orWhere(own => own.where({ id: ref }).whereNull('name')),
        ),
    );
  }

  /** The own one of a server. */
  async findOwn(
    { orgId }: Pick<RequestContext, 'orgId'>,
    serverId: string,
  ): Promise<CredentialRecord | undefined> {
    return this.#one(
      this.#database
        .reader('credentials')
        .where({ org_id: orgId, server_id: serverId }),
    );
  }

  /** The own one of a server, locked until the transaction ends. */
  async lockOwn(
    tx: Tx,
    { orgId }: Pick<RequestContext, 'orgId'>,
    serverId: string,
  ): Promise<CredentialRecord | undefined> {
    return this.#one(
      tx('credentials')
        .where({ org_id: orgId, server_id: serverId })
        .forUpdate(),
    );
  }

  /** A shared one, locked until the transaction ends. */
  async lock(
    tx: Tx,
    { orgId }: Pick<RequestContext, 'orgId'>,
    id: string,
  ): Promise<CredentialRecord | undefined> {
    return this.#one(
      tx('credentials')
        .where({ id, org_id: orgId })
        .whereNotNull('name')
        .forUpdate(),
    );
  }

  /** A shared one by its name, which cannot be removed until the transaction ends. */
  async holdByName(
    tx: Tx,
    { orgId }: Pick<RequestContext, 'orgId'>,
    name: string,
  ): Promise<CredentialRecord | undefined> {
    return this.#one(
      tx('credentials').where({ org_id: orgId, name }).forUpdate(),
    );
  }

  /** Shared ones, by name. */
  async list(
    ctx: RequestContext,
    page: { after?: string; limit: number },
  ): Promise<CredentialRecord[]> {
    const { dialect, reader } = this.#database;
    const query = this.#shared(ctx)
      .orderByRaw(dialect.byBytes('name'))
      .limit(page.limit);
    if (page.after !== undefined) {
      query.whereRaw(`${dialect.byBytes('name')} > ?`, [page.after]);
    }
    const rows: Row[] = await query.select(reader.raw('*'));
    return rows.map(row => this.#record(row));
  }

  async count(ctx: RequestContext): Promise<number> {
    const row = await this.#shared(ctx).count('* as count').first();
    return Number(row?.count);
  }

  /** Of all organisations: those whose version before is good no more. */
  async listOverlapped(page: {
    now: Date;
    limit: number;
  }): Promise<CredentialRecord[]> {
    const rows: Row[] = await this.#database
      .reader('credentials')
      .where('previous_until', '<=', page.now)
      .orderBy('previous_until')
      .limit(page.limit);
    return rows.map(row => this.#record(row));
  }

  /** Of all organisations: those that end before `endsBefore` or are due, and of which not everything was said. */
  async listEnding(page: {
    now: Date;
    endsBefore: Date;
    limit: number;
  }): Promise<WarnedRecord[]> {
    const rows: Row[] = await this.#database
      .reader('credentials')
      .where(any =>
        any
          .where(ends =>
            ends
              .where('expires_at', '<=', page.endsBefore)
              .andWhere('warned', '<', WARNED.day),
          )
          .orWhere(due =>
            due
              .where('due_at', '<=', page.now)
              .andWhere('warned', WARNED.never),
          ),
      )
      .orderBy('id')
      .limit(page.limit);
    return rows.map(row => ({
      record: this.#record(row),
      warned: Number(row.warned),
    }));
  }

  /** Any one, locked until the transaction ends. */
  async lockAny(tx: Tx, id: string): Promise<WarnedRecord | undefined> {
    const row: Row | undefined = await tx('credentials')
      .where({ id })
      .forUpdate()
      .first();
    return row && { record: this.#record(row), warned: Number(row.warned) };
  }

  #shared(ctx: RequestContext): Knex.QueryBuilder {
    return this.#database
      .reader('credentials')
      .where({ org_id: ctx.orgId })
      .whereNotNull('name');
  }

  async #one(query: Knex.QueryBuilder): Promise<CredentialRecord | undefined> {
    const row: Row | undefined = await query.first();
    return row && this.#record(row);
  }

  #columns(record: CredentialRecord): Row {
    const { dialect } = this.#database;
    const { previous } = record;
    return {
      description: record.description ?? null,
      type: record.type,
      version: record.version,
      origins: dialect.toJson(record.origins),
      environments: record.environments
        ? dialect.toJson(record.environments)
        : null,
      details: dialect.toJson(record.details),
      previous: previous
        ? dialect.toJson({ version: previous.version, type: previous.type })
        : null,
      previous_until: previous?.until ?? null,
      rotated_at: record.rotatedAt,
      expires_at: record.expiresAt ?? null,
      rotate_every_days: record.rotateEveryDays ?? null,
      due_at: record.dueAt ?? null,
      revision: record.revision,
    };
  }

  #record(row: Row): CredentialRecord {
    const { dialect } = this.#database;
    const text = (value: unknown) => (value ?? undefined) as string | undefined;
    const days = row.rotate_every_days;
    const previous = dialect.fromJson<Omit<PreviousVersion, 'until'>>(
      row.previous,
    );
    const until = dialect.fromTime(row.previous_until);
    return {
      id: String(row.id),
      orgId: String(row.org_id),
      name: text(row.name),
      serverId: text(row.server_id),
      description: text(row.description),
      type: row.type as CredentialType,
      version: Number(row.version),
      previous: previous && until && { ...previous, until },
      origins: dialect.fromJson<string[]>(row.origins) ?? [],
      environments: dialect.fromJson<string[]>(row.environments),
      details: dialect.fromJson<CredentialDetails>(row.details) ?? {},
      createdAt: dialect.fromTime(row.created_at) as Date,
      createdBy: String(row.created_by),
      rotatedAt: dialect.fromTime(row.rotated_at) as Date,
      expiresAt: dialect.fromTime(row.expires_at),
      rotateEveryDays:
        days === null || days === undefined ? undefined : Number(days),
      dueAt: dialect.fromTime(row.due_at),
      revision: Number(row.revision),
    };
  }
}

/** PostgreSQL's `unique_violation`, and SQLite's own words. */
function isUniqueViolation(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE';
}
