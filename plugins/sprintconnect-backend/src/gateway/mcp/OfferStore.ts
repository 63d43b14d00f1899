import type { Knex } from 'knex';
import type {
  CapabilityKind,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Criteria, Database, RequestContext } from '../../ports';
import { batchesOf, whereAllowed } from '../../records';
import type { Endpoint } from './Endpoint';
import type { Offer } from './OfferTable';

/** Servers that nobody may use now offer nothing. */
const OUT_OF_USE = ['draft', 'retired', 'quarantined'];

/** Where a page of a list ended: the server by its name and id, and the capability by the beginning of its name and its id. */
export type Place = [
  server: string,
  serverId: string,
  name: string,
  id: string,
];
/** As the indexes of both tables are, so that a page is read and no more. */
const ORDER = [
  'servers.name',
  'servers.id',
  'capabilities.sort_name',
  'capabilities.id',
];

/** One capability of a list, without its definition. */
export interface ListedOffer {
  id: string;
  name: string;
  digest: string;
  serverId: string;
  place: Place;
}

/** What is listed to whom. */
export interface Listing {
  kind: CapabilityKind;
  endpoint: Endpoint;
  criteria: Criteria;
  after?: Place;
  limit: number;
}

/** What a server says of itself. */
export interface Introduction {
  name: string;
  serverInfo?: Server['serverInfo'];
  instructions?: string;
}

/** The tables `servers` and `capabilities`, as MCP clients list them. */
export class OfferStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Everything that servers of an organisation offer, whoever may use it; names of it depend on all of it. */
  async all({ orgId }: Pick<RequestContext, 'orgId'>): Promise<Offer[]> {
    const rows = await now(this.#offered(), orgId)
      .whereNot('servers.status', 'retired')
      .select(
        'capabilities.id',
        'capabilities.kind',
        'capabilities.name',
        'servers.id as server_id',
        'servers.environment',
        'servers.name as server',
      );
    return rows.map((row: Record<string, string>) => ({
      id: row.id,
      kind: row.kind as CapabilityKind,
      name: row.name,
      server: {
        id: row.server_id,
        environment: row.environment,
        name: row.server,
      },
    }));
  }

  /** By server and name, of what may be used now. */
  async list(
    { orgId }: RequestContext,
    { kind, endpoint, criteria, after, limit }: Listing,
  ): Promise<ListedOffer[]> {
    // SQLite joins in this order, so that it reads server by server, and stops with the page.
    const { reader } = this.#database;
    const offered = reader('servers')
      .crossJoin(reader.raw('capabilities'))
      .whereRaw('capabilities.server_id = servers.id');
    const query = this.#usable(offered, { orgId, criteria })
      .where('capabilities.kind', kind)
      .select(
        'capabilities.id',
        'capabilities.name',
        'capabilities.digest',
        'capabilities.sort_name',
        'servers.id as server_id',
        'servers.name as server',
      )
      .limit(limit);
    if (endpoint.server) {
      const { environment, name } = endpoint.server;
      query.where({ 'servers.environment': environment, 'servers.name': name });
    }
    const order = ORDER.join(', ');
    query.orderByRaw(order);
    if (after) query.whereRaw(`(${order}) > (?, ?, ?, ?)`, after);
    const rows: Record<string, string>[] = await query;
    return rows.map(row => ({
      id: row.id,
      name: row.name,
      digest: row.digest,
      serverId: row.server_id,
      place: [row.server, row.server_id, row.sort_name, row.id],
    }));
  }

  /** Which of these may be used now. */
  async usable(
    { orgId }: RequestContext,
    criteria: Criteria,
    ids: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const batch of batchesOf(ids)) {
      const rows = await this.#usable(this.#offered(), { orgId, criteria })
        .whereIn('capabilities.id', batch)
        .select('capabilities.id');
      for (const { id } of rows) found.add(id);
    }
    return found;
  }

  /** Definitions as they are stored, with the digest that each has now. */
  async definitions(
    { orgId }: RequestContext,
    ids: readonly string[],
  ): Promise<{ id: string; digest: string; definition: string }[]> {
    const found = [];
    for (const batch of batchesOf(ids)) {
      const rows = await this.#database
        .reader('capabilities')
        .where({ org_id: orgId })
        .whereIn('id', batch)
        .select('id', 'digest', 'definition');
      found.push(...rows);
    }
    return found;
  }

  /** A server in use that may be seen. */
  async server(
    { orgId }: RequestContext,
    criteria: Criteria,
    { environment, name }: NonNullable<Endpoint['server']>,
  ): Promise<Introduction | undefined> {
    const { reader, dialect } = this.#database;
    const query = reader('servers')
      .where('servers.org_id', orgId)
      .where({ 'servers.environment': environment, 'servers.name': name })
      .whereNot('servers.status', 'retired')
      .first('servers.name', 'servers.server_info', 'servers.instructions');
    const row = await whereAllowed(query, criteria, dialect);
    if (!row) return undefined;
    const instructions: string | undefined = row.instructions ?? undefined;
    return {
      name: row.name,
      serverInfo: dialect.fromJson<Server['serverInfo']>(row.server_info),
      ...(instructions !== undefined && { instructions }),
    };
  }

  #usable(
    offered: Knex.QueryBuilder,
    { orgId, criteria }: { orgId: string; criteria: Criteria },
  ): Knex.QueryBuilder {
    const query = now(offered, orgId).whereNotIn('servers.status', OUT_OF_USE);
    return whereAllowed(query, criteria, this.#database.dialect);
  }

  #offered(): Knex.QueryBuilder {
    return this.#database
      .reader('capabilities')
      .join('servers', 'servers.id', 'capabilities.server_id');
  }
}

/** What an organisation has, and was not removed. */
function now(offered: Knex.QueryBuilder, orgId: string): Knex.QueryBuilder {
  return offered
    .where({ 'capabilities.org_id': orgId, 'servers.org_id': orgId })
    .whereNull('capabilities.removed_at');
}
