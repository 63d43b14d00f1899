import type { Knex } from 'knex';
import type {
  Capability,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext } from '../ports';
import {
  LISTED_COLUMNS,
  type ReadScope,
  toCapability,
  toServer,
  whereVisible,
} from '../records';
import type { SearchFilters } from './searchFilters';

/** A capability with the server that offers it. */
export interface Found {
  capability: Capability;
  server: Server;
  sortName: string;
}

/** Where a capability stands in the list of all. */
interface Place {
  sortName: string;
  id: string;
}

/** A server that offers a capability of some name, with where it stands in the list. */
export interface Offering {
  serverId: string;
  rank: number;
  name: string;
}

/**
 * Where rows are asked for by their ids: as an expression, because SQLite would take an index on the organisation for
 * as good as the primary key, and read all of it.
 */
const IN_ORGANISATION = `coalesce(org_id, '') = ?`;
/** Names count as one that differ only in case and separators, of which a server may have made up any number. */
const OFFERED_MAX = 20;
/** Calls are refused there. */
const OUT_OF_USE = ['draft', 'retired', 'quarantined'];
const HEALTH_RANK = `case servers.health_status when 'healthy' then 0 when 'degraded' then 1 when 'login-required' then 2 when 'unknown' then 2 else 3 end`;

/** What is shown of what was found: capabilities with their servers. Neither retired servers nor removed capabilities. */
export class FoundStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Those of these capabilities that are there and in the read scope, in no order. */
  async find(
    ctx: RequestContext,
    ids: readonly string[],
    readScope: ReadScope,
  ): Promise<Found[]> {
    const { reader, dialect } = this.#database;
    const query = reader('capabilities')
      .whereRaw(IN_ORGANISATION, [ctx.orgId])
      .whereNull('removed_at')
      .whereIn('id', ids);
    return this.#read(
      ctx,
      whereVisible(query, 'capabilities', { readScope, dialect }),
    );
  }

  /** Every capability by name, then id: `limit` of them, unless there are no more. */
  async list(
    ctx: RequestContext,
    options: {
      filters: SearchFilters;
      after?: Place;
      limit: number;
    },
  ): Promise<Found[]> {
    const { filters, limit } = options;
    let { after } = options;
    const listed: Found[] = [];
    for (;;) {
      const places = await this.#placesAfter(ctx, { ...options, after });
      const ids = places.map(each => each.id);
      const found = new Map(
        (await this.find(ctx, ids, filters.readScope)).map(each => [
          each.capability.id,
          each,
        ]),
      );
      listed.push(...ids.flatMap(id => found.get(id) ?? []));
      // What went between the two looks is made up for: a short page would be taken for the last.
      if (listed.length >= limit || places.length < limit) {
        return listed.slice(0, limit);
      }
      after = places.at(-1);
    }
  }

  async #placesAfter(
    ctx: RequestContext,
    options: { filters: SearchFilters; after?: Place; limit: number },
  ): Promise<Place[]> {
    const { filters, after, limit } = options;
    const { reader, dialect } = this.#database;
    const { readScope } = filters;
    const query = reader('search_documents')
      .join('servers', 'servers.id', 'search_documents.server_id')
      .where('search_documents.org_id', ctx.orgId)
      .orderBy('search_documents.sort_name')
      .orderBy('capability_id')
      .limit(limit)
      .select('sort_name as sortName', 'capability_id as id');
    this.#narrow(query, filters, ctx);
    whereVisible(query, 'search_documents', { readScope, dialect });
    if (after) {
      query.whereRaw(
        '(search_documents.sort_name, search_documents.capability_id) > (?, ?)',
        [after.sortName, after.id],
      );
    }
    return query;
  }

  /** Servers that offer a capability of this name, or any without one, by health, name and id; of any only those that are in use. */
  async offering(
    ctx: RequestContext,
    options: {
      nameKey?: string;
      filters: SearchFilters;
      after?: Offering;
      limit: number;
    },
  ): Promise<Offering[]> {
    const { nameKey, filters, after, limit } = options;
    const { reader } = this.#database;
    const documents = this.#named(ctx, options).select('server_id');
    const query = reader('servers')
      .whereRaw(IN_ORGANISATION, [ctx.orgId])
      .whereNotIn('status', nameKey === undefined ? OUT_OF_USE : ['retired'])
      .whereIn('servers.id', documents)
      .orderByRaw(`${HEALTH_RANK}, servers.name, servers.id`)
      .limit(limit)
      .select(
        'servers.id as serverId',
        'name',
        reader.raw(`${HEALTH_RANK} as rank`),
      );
    this.#narrow(query, { ...filters, kind: undefined }, ctx);
    if (after) {
      query.whereRaw(`(${HEALTH_RANK}, servers.name, servers.id) > (?, ?, ?)`, [
        after.rank,
        after.name,
        after.serverId,
      ]);
    }
    return nameKey === '' ? [] : query;
  }

  /** The capabilities of that name which these servers offer, of each server the first {@link OFFERED_MAX}. */
  async offered(
    ctx: RequestContext,
    options: { nameKey: string; filters: SearchFilters; serverIds: string[] },
  ): Promise<Found[]> {
    const { reader } = this.#database;
    const counted = this.#named(ctx, options)
      .whereIn('server_id', options.serverIds)
      .select(
        'capability_id',
        reader.raw(
          'row_number() over (partition by server_id order by sort_name, capability_id) as place',
        ),
      );
    const ids: string[] = await reader
      .from(counted.as('counted'))
      .where('place', '<=', OFFERED_MAX)
      .pluck('capability_id');
    return this.find(ctx, ids, options.filters.readScope);
  }

  #named(
    ctx: RequestContext,
    { nameKey, filters }: { nameKey?: string; filters: SearchFilters },
  ): Knex.QueryBuilder {
    const { reader, dialect } = this.#database;
    const query = reader('search_documents').where({ org_id: ctx.orgId });
    if (nameKey !== undefined) {
      query.whereRaw(`${dialect.byBytes('name_key')} = ?`, [nameKey]);
    }
    const { kind, readScope } = filters;
    whereVisible(query, 'search_documents', { readScope, dialect });
    return kind ? query.whereIn('kind', kind) : query;
  }

  #narrow(
    query: Knex.QueryBuilder,
    filters: SearchFilters,
    ctx: RequestContext,
  ): void {
    const { kind, environment, health, tag } = filters;
    if (kind) query.whereIn('search_documents.kind', kind);
    if (environment) query.whereIn('servers.environment', environment);
    if (health) query.whereIn('servers.health_status', health);
    if (tag) {
      query.whereIn('servers.id', tagged =>
        tagged
          .from('server_tags')
          .where({ org_id: ctx.orgId })
          .whereIn('tag', tag)
          .select('server_id'),
      );
    }
  }

  /** Those of these servers that are there, in no order. */
  async servers(
    ctx: RequestContext,
    ids: readonly string[],
  ): Promise<Server[]> {
    const { reader, dialect } = this.#database;
    const rows = await reader('servers')
      .whereRaw(IN_ORGANISATION, [ctx.orgId])
      .whereNot('status', 'retired')
      .whereIn('id', ids)
      .select(LISTED_COLUMNS);
    return rows.map(row => toServer(row, dialect));
  }

  async #read(ctx: RequestContext, query: Knex.QueryBuilder): Promise<Found[]> {
    const { dialect } = this.#database;
    const rows: Record<string, unknown>[] = await query.select('*');
    const ids = [...new Set(rows.map(row => String(row.server_id)))];
    const servers = new Map(
      (await this.servers(ctx, ids)).map(each => [each.id, each]),
    );
    return rows.flatMap(row => {
      const server = servers.get(String(row.server_id));
      if (!server) return [];
      return {
        capability: toCapability(row, { dialect, server }),
        server,
        sortName: String(row.sort_name),
      };
    });
  }
}
