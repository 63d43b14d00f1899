import type { Knex } from 'knex';
import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import type { Criteria, Database, RequestContext } from '../ports';
import { type ServerRow, toServer, whereAllowed } from '../records';
import type { CredentialRecord } from './CredentialRecord';

type Row = Record<string, unknown>;

/** Who of `servers` uses which credential. */
export class CredentialUseStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** How many servers in use refer to each of these, by id. */
  async counts(
    ctx: Pick<RequestContext, 'orgId'>,
    records: readonly CredentialRecord[],
    knex: Knex = this.#database.reader,
  ): Promise<Map<string, number>> {
    const byRef = new Map(records.map(each => [refOf(each), each.id]));
    const rows: Row[] = await knex('servers')
      .where({ org_id: ctx.orgId })
      .whereNot({ status: 'retired' })
      .whereIn('credential_ref', [...byRef.keys()])
      .groupBy('credential_ref')
      .select('credential_ref')
      .count('* as count');
    return new Map(
      rows.map(row => [
        byRef.get(String(row.credential_ref)) as string,
        Number(row.count),
      ]),
    );
  }

  /** Servers that use it and that may be read, by name and id. */
  async list(
    ctx: RequestContext,
    of: {
      record: CredentialRecord;
      allowed: Criteria;
      after?: { name: string; id: string };
      limit: number;
    },
  ) {
    const { dialect } = this.#database;
    const name = dialect.byBytes('servers.name');
    const query = this.#users(ctx, of)
      .orderByRaw(`${name}, servers.id`)
      .limit(of.limit);
    if (of.after) {
      query.whereRaw(`(${name}, servers.id) > (?, ?)`, [
        of.after.name,
        of.after.id,
      ]);
    }
    const rows: ServerRow[] = await query.select('servers.*');
    return rows.map(row => toServer(row, dialect));
  }

  async count(
    ctx: RequestContext,
    of: { record: CredentialRecord; allowed: Criteria },
  ): Promise<number> {
    const row = await this.#users(ctx, of).count('* as count').first();
    return Number(row?.count);
  }

  /** Who owns a server. */
  async ownerOf(
    { orgId }: Pick<RequestContext, 'orgId'>,
    serverId: string,
  ): Promise<string | undefined> {
    const row: Row | undefined = await this.#database
      .reader('servers')
      .where({ id: serverId, org_id: orgId })
      .first('owner_ref');
    return (row?.owner_ref ?? undefined) as string | undefined;
  }

  /** Where a server that refers to it is, and how it is called. */
  async addressOf(
    record: CredentialRecord,
  ): Promise<{ environment: string; remotes: Remote[] } | undefined> {
    const { orgId, serverId } = record;
    const row: Row | undefined = await this.#database
      .reader('servers')
      .where({
        ...{ id: serverId, org_id: orgId },
        credential_ref: refOf(record),
      })
      .whereNot({ status: 'retired' })
      .first('environment', 'remotes');
    const { dialect } = this.#database;
    return (
      row && {
        environment: String(row.environment),
        remotes: dialect.fromJson<Remote[]>(row.remotes) ?? [],
      }
    );
  }

  #users(
    ctx: RequestContext,
    { record, allowed }: { record: CredentialRecord; allowed: Criteria },
  ): Knex.QueryBuilder {
    const { reader, dialect } = this.#database;
    const using = reader('servers')
      .where({
        'servers.org_id': ctx.orgId,
        'servers.credential_ref': refOf(record),
      })
      .whereNot('servers.status', 'retired');
    return whereAllowed(using, allowed, dialect);
  }
}

/** By what servers refer to it. */
export function refOf({ id, name }: CredentialRecord): string {
  return name ?? id;
}
