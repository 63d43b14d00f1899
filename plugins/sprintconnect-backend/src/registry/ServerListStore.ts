import type { Knex } from 'knex';
import {
  type Server,
  type ServerFacetName,
  type ServerFacets,
  serverFacetNames,
} from '@sprintconnect/plugin-sprintconnect-common';
import type {
  Clause,
  Criteria,
  Database,
  FilterReader,
  FilterWord,
  RequestContext,
} from '../ports';
import { LISTED_COLUMNS, toServer, whereAllowed } from '../records';
import type { ServerMoveStore } from './ServerMoveStore';
import { type ServerOrderName, serverOrders } from './serverOrders';
import type { ServerFilters } from './serverFilters';

/** How a list of servers is sorted. Items of equal rank follow by id. */
export interface ServerOrder {
  by: ServerOrderName;
  descending: boolean;
}

/** Where a page ended: the move that was the last when the first page was read, then the sort keys of its last item. */
export interface ServerPosition {
  asOf: number;
  key: string | number;
  id: string;
}

/** A server with what the list sorted it by, and since when it has sorted so. */
export interface ListedServer {
  server: Server;
  asOf: number;
  key: string | number;
  /** Of a list with `q`: it has these words, or words like them. */
  match?: Server['match'];
}

const FILTER_COLUMNS = {
  environment: 'environment',
  status: 'status',
  health: 'health_status',
  owner: 'owner_ref',
  lifecycle: 'lifecycle',
  origin: 'origin',
} as const satisfies Record<Exclude<ServerFacetName, 'tag'>, string>;

/** Most values that one facet shows. */
const FACET_VALUES_MAX = 200;

/** Which servers are meant: what the caller asks for, of what they may see. */
export interface ServerSelection {
  filters: ServerFilters;
  allowed: Criteria;
}

/** The table `servers`: many at a time. */
export class ServerListStore {
  readonly #database: Database;
  readonly #moves: ServerMoveStore;
  readonly #filterReader: FilterReader;

  constructor(
    database: Database,
    parts: { moves: ServerMoveStore; filterReader: FilterReader },
  ) {
    this.#database = database;
    this.#moves = parts.moves;
    this.#filterReader = parts.filterReader;
  }

  /**
   * Servers after a position.
   *
   * @remarks
   *
   * Sorted by what each server was called, or what was known of it, when the list began: a server that was
   * renamed or refreshed since keeps its old place. So none shows twice, and none that was there is skipped. Only a list
   * during which something moved pays for that. A first page reads where it stands in the same statement as its
   * servers, so that nothing can move in between.
   */
  async list(
    ctx: RequestContext,
    options: ServerSelection & {
      order: ServerOrder;
      after?: ServerPosition;
      limit: number;
      /** Whether the servers come with their instructions. Default: false. */
      instructions?: boolean;
    },
  ): Promise<ListedServer[]> {
    const { order, after, limit, instructions } = options;
    const { dialect } = this.#database;
    const { kind, moves, of } = serverOrders[order.by];
    const movedSince =
      after && moves && (await this.#moves.anyAfter(ctx, moves, after.asOf))
        ? this.#moves.since(ctx, moves, after.asOf)
        : undefined;
    const direction = order.descending ? 'desc' : 'asc';
    const now = of('servers', dialect);
    const key = movedSince
      ? `case when moved.server_id is null then ${now} else ${of('moved', dialect)} end`
      : now;
    const query = this.#matching(ctx, options)
      .select(LISTED_COLUMNS)
      .select(this.#database.reader.raw(`${key} as sort_key`))
      .orderByRaw(`${key} ${direction}, servers.id ${direction}`)
      .limit(limit);
    if (instructions) query.select('servers.instructions');
    const { q, words = [] } = options.filters;
    // Read as it is, it is in each of them: nothing to be found out for every row that is sorted.
    const isRead = q !== undefined && words.length > 0;
    if (isRead) query.select(this.#isExact(q, words));
    if (movedSince) {
      query.leftJoin(movedSince, 'moved.server_id', 'servers.id');
    }
    if (!after) {
      query.select(this.#moves.last(ctx, moves ?? 'server_moves').as('as_of'));
    } else {
      query.whereRaw(
        `(${key}, servers.id) ${order.descending ? '<' : '>'} (?, ?)`,
        [kind === 'time' ? new Date(after.key) : after.key, after.id],
      );
    }
    const rows = await query;
    return rows.map((row: Record<string, unknown>) => ({
      server: toServer(row, dialect),
      ...(q && { match: isRead && !row.is_exact ? 'similar' : 'words' }),
      asOf: after?.asOf ?? dialect.fromBigInt(row.as_of ?? 0),
      key: {
        text: () => String(row.sort_key),
        number: () => Number(row.sort_key),
        time: () => (dialect.fromTime(row.sort_key) as Date).getTime(),
      }[kind](),
    }));
  }

  async count(ctx: RequestContext, of: ServerSelection): Promise<number> {
    const row = await this.#matching(ctx, of).count('* as count').first();
    return Number(row?.count);
  }

  /** How many servers of the organisation are not retired, of what is allowed. */
  async countLiving(ctx: RequestContext, allowed: Criteria): Promise<number> {
    const { reader, dialect } = this.#database;
    const living = reader('servers')
      .where({ org_id: ctx.orgId })
      .whereNot({ status: 'retired' });
    const row = await whereAllowed(living, allowed, dialect)
      .count('* as count')
      .first();
    return Number(row?.count);
  }

  /** Every facet in one query. Each leaves its own filter out, and shows its most frequent values first. */
  async facets(
    ctx: RequestContext,
    of: ServerSelection,
  ): Promise<ServerFacets> {
    const { reader } = this.#database;
    const counted = (facet: ServerFacetName) => {
      const query = this.#matching(ctx, of, facet);
      const column =
        facet === 'tag' ? 'shown.tag' : `servers.${FILTER_COLUMNS[facet]}`;
      if (facet === 'tag') {
        query.join('server_tags as shown', 'shown.server_id', 'servers.id');
      }
      return query
        .whereNotNull(column)
        .groupBy(column)
        .select(reader.raw('? as facet', [facet]), `${column} as value`)
        .count('* as count');
    };
    const rows: { facet: ServerFacetName; value: string; count: unknown }[] =
      await reader.unionAll(serverFacetNames.map(counted));
    const valuesOf = (facet: ServerFacetName) =>
      rows
        .filter(row => row.facet === facet)
        .map(row => ({ value: row.value, count: Number(row.count) }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
        .slice(0, FACET_VALUES_MAX);
    return Object.fromEntries(
      serverFacetNames.map(facet => [facet, valuesOf(facet)]),
    ) as ServerFacets;
  }

  #matching(
    ctx: RequestContext,
    { filters, allowed }: ServerSelection,
    except?: ServerFacetName,
  ): Knex.QueryBuilder {
    const { reader, dialect } = this.#database;
    const query = reader('servers').where('servers.org_id', ctx.orgId);
    whereAllowed(query, allowed, dialect);
    for (const [name, column] of Object.entries(FILTER_COLUMNS)) {
      const values = filters[name as keyof typeof FILTER_COLUMNS];
      if (values && name !== except) {
        query.whereIn(`servers.${column}`, values);
      }
    }
    if (!filters.status && except !== 'status') {
      query.whereNot('servers.status', 'retired');
    }
    if (filters.tag && except !== 'tag') {
      query.whereIn('servers.id', tagged =>
        tagged
          .from('server_tags')
          .where({ org_id: ctx.orgId })
          .whereIn('tag', filters.tag as string[])
          .select('server_id'),
      );
    }
    if (filters.entityRef) {
      const marks = filters.entityRef.map(() => '?').join(', ');
      query.whereRaw(
        `lower(servers.entity_ref) in (${marks})`,
        filters.entityRef,
      );
    }
    if (filters.q) this.#whereWords(query, ctx, filters);
    return query;
  }

  /** The words as they are; or, where those of the filter were read one by one, each of them or one that it was meant to be. */
  #whereWords(
    query: Knex.QueryBuilder,
    ctx: RequestContext,
    { q = '', words = [] }: ServerFilters,
  ): void {
    query.where(either => {
      const { sql, bindings } = this.#hasText(q);
      either.whereRaw(sql, bindings);
      if (words.length === 0) return;
      either.orWhere(all => {
        for (const each of words) {
          all.where(one => this.#whereWord(one, ctx, each));
        }
      });
    });
  }

  #whereWord(
    query: Knex.QueryBuilder,
    ctx: RequestContext,
    { word, near }: FilterWord,
  ): void {
    const { sql, bindings } = this.#hasText(word);
    query.whereRaw(sql, bindings);
    if (near.length === 0) return;
    query.orWhereIn('servers.id', this.#filterReader.serversHaving(ctx, near));
  }

  /** Whether a server has all words as they were asked for. */
  #isExact(q: string, words: readonly FilterWord[]): Knex.Raw {
    const whole = this.#hasText(q);
    const each = words.map(({ word }) => this.#hasText(word));
    const all = each.map(({ sql }) => sql).join(' and ');
    return this.#database.reader.raw(
      `case when ${whole.sql} or (${all}) then 1 else 0 end as is_exact`,
      [whole, ...each].flatMap(({ bindings }) => bindings),
    );
  }

  /** The server has a text in its name, title or description. */
  #hasText(text: string): Clause {
    return this.#database.dialect.contains('servers.search_text', text);
  }
}
