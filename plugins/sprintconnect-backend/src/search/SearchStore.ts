import type { Knex } from 'knex';
import { type Database, type RequestContext, isUnconditional } from '../ports';
import { whereAllowed, whereVisible } from '../records';
import type { Conjunction } from './matchExpressions';
import { openTermStore } from './openTermStore';
import type { Candidate } from './rankCandidates';
import type { QueryWord } from './readQuery';
import type { SearchFilters } from './searchFilters';
import type { TermStore } from './TermStore';

/** Up to this many servers a filter is told to the database as their ids, so that it can begin with them. */
const NARROW = 300;
/** A word is counted up to here; what has more is common, and how common does not matter. */
export const COMMON = 5_000;

/** One way to come to candidates, and how many of them. */
export type Lookup =
  | { by: 'key'; key: string; limit: number }
  | { by: 'key-prefix'; key: string; limit: number }
  | { by: 'words'; any: readonly Conjunction[]; limit: number };

/** A filter as queries use it. Undefined: no server is left out. Empty: all are. */
export type Narrowing = readonly string[] | SearchFilters | undefined;

/** Reads the index. Every look-up is bounded in what it gives; none sorts what a common word matches. */
export class SearchStore {
  readonly #database: Database;
  readonly #terms: TermStore;
  #canCorrect = false;

  constructor(database: Database) {
    this.#database = database;
    this.#terms = openTermStore(database);
  }

  /** Whether the database can look for similar words: on PostgreSQL only with `pg_trgm`. Asked until it can. */
  async canCorrect(): Promise<boolean> {
    this.#canCorrect ||= await this.#terms.canCorrect();
    return this.#canCorrect;
  }

  /** Resolves filters on servers, and which of them may be read, once for all look-ups of a search. */
  async narrow(
    ctx: RequestContext,
    filters: SearchFilters,
  ): Promise<Narrowing> {
    const { environment, tag, health, readScope } = filters;
    const isFree = isUnconditional(readScope.servers.criteria);
    if (!environment && !tag && !health && isFree) return undefined;
    const ids: string[] = await this.#servers(ctx, filters)
      .limit(NARROW + 1)
      .pluck('id');
    return ids.length > NARROW ? filters : ids;
  }

  /** Candidates of these look-ups, in their order, none twice. */
  async candidates(
    ctx: RequestContext,
    options: {
      lookups: readonly Lookup[];
      filters: SearchFilters;
      narrowing: Narrowing;
    },
  ): Promise<Candidate[]> {
    const { reader } = this.#database;
    const queries = options.lookups.map(lookup =>
      reader.select('*').from(this.#lookup(ctx, lookup, options).as('found')),
    );
    if (queries.length === 0) return [];
    const rows: Candidate[] = await queries[0].unionAll(queries.slice(1));
    return [...new Map(rows.map(row => [row.id, row])).values()];
  }

  /** How many documents have each of these words, counted up to {@link COMMON}. */
  async countWords(
    ctx: RequestContext,
    words: readonly QueryWord[],
  ): Promise<number[]> {
    if (words.length === 0) return [];
    const { reader } = this.#database;
    const counts = words.map(word =>
      reader.count('* as n').from(
        this.#terms
          .fenced(this.#terms.matching(ctx.orgId, [{ words: [word] }]))
          .select(reader.raw('1 as one'))
          .limit(COMMON)
          .as('found'),
      ),
    );
    const row = await reader
      .select(counts.map((each, at) => each.as(`c${at}`)))
      .first();
    return words.map((_word, at) => Number(row[`c${at}`]));
  }

  /** Of these words, those that a document has which the filters leave. */
  async seen(
    ctx: RequestContext,
    options: {
      words: readonly QueryWord[];
      filters: SearchFilters;
      narrowing: Narrowing;
    },
  ): Promise<Set<string>> {
    const { reader } = this.#database;
    const { words } = options;
    const found = words.map((word, at) =>
      reader
        .count('* as n')
        .from(
          this.#lookup(
            ctx,
            { by: 'words', any: [{ words: [word] }], limit: 1 },
            options,
          ).as('found'),
        )
        .as(`c${at}`),
    );
    const row = await reader.select(found).first();
    return new Set(
      words
        .filter((_word, at) => Number(row[`c${at}`]) > 0)
        .map(({ word }) => word),
    );
  }

  /** Of these capabilities, those that the filters leave. */
  async keep(
    ctx: RequestContext,
    options: {
      ids: readonly string[];
      filters: SearchFilters;
      narrowing: Narrowing;
    },
  ): Promise<Set<string>> {
    const query = this.#database
      .reader('search_documents')
      // An expression, so that SQLite goes by the ids and not by the organisation.
      .whereRaw(`coalesce(org_id, '') = ?`, [ctx.orgId])
      .whereIn('capability_id', options.ids);
    this.#narrow(query, ctx, options);
    return new Set(await query.pluck('capability_id'));
  }

  async countDocuments(ctx: RequestContext): Promise<number> {
    const row = await this.#database
      .reader('search_documents')
      .where({ org_id: ctx.orgId })
      .count('* as n')
      .first();
    return Number(row?.n);
  }

  #lookup(
    ctx: RequestContext,
    lookup: Lookup,
    options: { filters: SearchFilters; narrowing: Narrowing },
  ): Knex.QueryBuilder {
    const query =
      lookup.by === 'words'
        ? this.#terms.matching(ctx.orgId, lookup.any)
        : this.#named(ctx, lookup);
    query
      .select(
        'capability_id as id',
        'search_documents.kind',
        'name_key as nameKey',
        'fields',
      )
      .limit(lookup.limit);
    this.#narrow(query, ctx, options);
    return query;
  }

  #narrow(
    query: Knex.QueryBuilder,
    ctx: RequestContext,
    { filters, narrowing }: { filters: SearchFilters; narrowing: Narrowing },
  ): void {
    const { dialect } = this.#database;
    const { kind, readScope } = filters;
    if (kind) query.whereIn('search_documents.kind', kind);
    if (!isUnconditional(readScope.capabilities.criteria)) {
      whereVisible(query, 'search_documents', { readScope, dialect });
    }
    if (narrowing) {
      query.whereIn(
        'server_id',
        Array.isArray(narrowing)
          ? narrowing
          : this.#servers(ctx, narrowing as SearchFilters).select('id'),
      );
    }
  }

  #named(ctx: RequestContext, { by, key }: { by: string; key: string }) {
    const { reader, dialect } = this.#database;
    const column = dialect.byBytes('name_key');
    const query = reader('search_documents').where({ org_id: ctx.orgId });
    return by === 'key'
      ? query.whereRaw(`${column} = ?`, [key])
      : query
          .whereRaw(`${column} > ? and ${column} < ?`, [
            key,
            `${key}\u{10FFFF}`,
          ])
          .orderByRaw(column);
  }

  #servers(ctx: RequestContext, filters: SearchFilters): Knex.QueryBuilder {
    const { reader, dialect } = this.#database;
    const query = reader('servers').where({ org_id: ctx.orgId });
    whereAllowed(query, filters.readScope.servers.criteria, dialect);
    if (filters.environment) query.whereIn('environment', filters.environment);
    if (filters.health) query.whereIn('health_status', filters.health);
    if (filters.tag) {
      query.whereIn('id', tagged =>
        tagged
          .from('server_tags')
          .where({ org_id: ctx.orgId })
          .whereIn('tag', filters.tag as string[])
          .select('server_id'),
      );
    }
    return query;
  }
}
