import { v7 as uuid } from 'uuid';
import {
  type Capability,
  type CapabilityKind,
  type Server,
  effectOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { nextTurn } from '../pace';
import type { Database, RequestContext, Tx } from '../ports';
import {
  annotationsOf,
  batchesOf,
  type ReadScope,
  searchTextOf,
  storable,
  textsOf,
  toCapability,
  whereVisible,
} from '../records';
import type { SummarisedCapability } from './summariseObservation';

/** Names are sorted by their beginning, because an index entry has a limit and the name of a stranger has none. */
const SORT_LENGTH = 100;

/** What is listed of the capabilities of a server. */
export interface CapabilityListing {
  serverId: string;
  kind?: CapabilityKind;
  q?: string;
  readScope: ReadScope;
}

/** A capability with what the list sorted it by. */
export interface ListedCapability {
  capability: Capability;
  key: string;
}

/** The table `capabilities`: what servers offer now, and what they offered once. */
export class CapabilityStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Makes the offered capabilities of a server these. Writes what is new or different or gone, and nothing else.
   */
  async replace(
    tx: Tx,
    ctx: RequestContext,
    observed: {
      serverId: string;
      at: Date;
      capabilities: readonly SummarisedCapability[];
    },
  ): Promise<void> {
    const { serverId, at, capabilities } = observed;
    const mine = { org_id: ctx.orgId, server_id: serverId };
    const known: { key: string; digest: string; removed_at: unknown }[] =
      await tx('capabilities')
        .where(mine)
        .select('key', 'digest', 'removed_at');
    const offered = new Map(
      known
        .filter(row => row.removed_at === null)
        .map(row => [row.key, row.digest]),
    );
    const different = capabilities.filter(
      each => offered.get(each.key) !== each.digest,
    );
    for (const batch of batchesOf(different)) {
      await tx('capabilities')
        .insert(batch.map(each => ({ ...mine, ...this.#columns(each, at) })))
        .onConflict(['server_id', 'key'])
        .merge([
          'search_text',
          'definition',
          'effect',
          'notes',
          'digest',
          'last_seen',
          'removed_at',
        ]);
      await nextTurn();
    }
    const seen = new Set(capabilities.map(each => each.key));
    for (const batch of batchesOf(
      [...offered.keys()].filter(key => !seen.has(key)),
    )) {
      await tx('capabilities')
        .where(mine)
        .whereIn('key', batch)
        .update({ removed_at: at });
    }
  }

  /** Capabilities that are offered now, by name and id. */
  async list(
    ctx: RequestContext,
    options: {
      of: CapabilityListing;
      server: Server;
      after?: { key: string; id: string };
      limit: number;
    },
  ): Promise<ListedCapability[]> {
    const query = this.#matching(ctx, options.of)
      .orderBy('sort_name')
      .orderBy('id')
      .limit(options.limit);
    if (options.after) {
      query.whereRaw('(sort_name, id) > (?, ?)', [
        options.after.key,
        options.after.id,
      ]);
    }
    return (await query).map(row => ({
      key: row.sort_name,
      capability: toCapability(row, {
        dialect: this.#database.dialect,
        server: options.server,
      }),
    }));
  }

  async count(ctx: RequestContext, of: CapabilityListing): Promise<number> {
    const row = await this.#matching(ctx, of).count('* as count').first();
    return Number(row?.count);
  }

  /** Capabilities by their ids, of whichever organisation: only for the permission framework, which knows of none. */
  async load(ids: readonly string[]): Promise<Map<string, Capability>> {
    const { reader, dialect } = this.#database;
    const rows: Record<string, unknown>[] = await reader('capabilities')
      .whereIn('id', ids)
      .whereNull('removed_at');
    return new Map(
      rows.map(row => [String(row.id), toCapability(row, { dialect })]),
    );
  }

  #matching(
    ctx: RequestContext,
    { serverId, kind, q, readScope }: CapabilityListing,
  ) {
    const { reader, dialect } = this.#database;
    const query = reader('capabilities')
      .where({ org_id: ctx.orgId, server_id: serverId })
      .whereNull('removed_at');
    whereVisible(query, 'capabilities', { readScope, dialect });
    if (kind) {
      query.where({ kind });
    }
    const words = q?.trim().toLowerCase();
    if (words) {
      const { sql, bindings } = dialect.contains('search_text', words);
      query.whereRaw(sql, bindings);
    }
    return query;
  }

  #columns(capability: SummarisedCapability, at: Date) {
    const { name, kind, key, digest, definition, notes } = capability;
    const { title, description } = textsOf(definition);
    return {
      id: uuid(),
      key,
      kind,
      name: storable(name),
      sort_name: storable(name.slice(0, SORT_LENGTH)),
      search_text: searchTextOf(name, title, description),
      definition: this.#database.dialect.toJson(definition),
      effect: effectOf({ kind, ...annotationsOf(definition) }),
      notes: this.#database.dialect.toJson(notes),
      digest,
      first_seen: at,
      last_seen: at,
      removed_at: null,
    };
  }
}
