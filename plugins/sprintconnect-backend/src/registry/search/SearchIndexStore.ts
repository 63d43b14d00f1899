import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext, Tx } from '../../ports';
import { storable } from '../ServerRecord';
import {
  type SearchDocument,
  SEARCH_VERSION,
  documentDigest,
  toSearchDocument,
} from './SearchDocument';

/** Rows per statement: far below what either database takes as parameters. */
const BATCH = 200;
const SORT_LENGTH = 100;
/** What typing mistakes are looked for in; shorter words have too many neighbours. */
const CORRECTABLE = /^\p{L}{3,32}$/u;

interface Known {
  position: number;
  capability_id: string;
  digest: string;
}

/** What else is to be done, in the same transaction, when documents are added. */
export type OnAdded = (
  tx: Tx,
  ctx: Pick<RequestContext, 'orgId'>,
) => Promise<void>;

/** The tables of the index (`search_…`), written in the transaction that changes what they are made of. */
export class SearchIndexStore {
  readonly #database: Database;
  readonly #onAdded?: OnAdded;

  constructor(database: Database, onAdded?: OnAdded) {
    this.#database = database;
    this.#onAdded = onAdded;
  }

  /**
   * Makes the documents of a server what its capabilities and its own texts say now: none when it is retired. Writes
   * what differs and nothing else; repeating it changes nothing.
   */
  async refresh(tx: Tx, ctx: RequestContext, server: Server): Promise<void> {
    const mine = { org_id: ctx.orgId, server_id: server.id };
    const isGone = server.status === 'retired';
    const live: { id: string; digest: string }[] = isGone
      ? []
      : await tx('capabilities')
          .where(mine)
          .whereNull('removed_at')
          .select('id', 'digest');
    const known: Known[] = await tx('search_documents')
      .where(mine)
      .select('position', 'capability_id', 'digest');
    const wanted = new Map(
      live.map(each => [each.id, documentDigest(each.digest, server)]),
    );
    const isCurrent = (each: Known) =>
      wanted.get(each.capability_id) === each.digest;
    await this.#remove(
      tx,
      ctx,
      known.filter(each => !isCurrent(each)),
    );
    for (const each of known.filter(isCurrent)) {
      wanted.delete(each.capability_id);
    }
    for (const ids of batchesOf([...wanted.keys()])) {
      await this.#insert(tx, ctx, { server, ids, digests: wanted });
      await breathe();
    }
    if (wanted.size > 0) await this.#onAdded?.(tx, ctx);
    await tx('search_servers').where(mine).delete();
    if (!isGone) {
      await tx('search_servers').insert({ ...mine, version: SEARCH_VERSION });
    }
  }

  /** Organisations that have documents. */
  async organisations(): Promise<string[]> {
    return this.#database
      .reader('search_servers')
      .distinct('org_id')
      .pluck('org_id');
  }

  /** Organisations that have servers to be indexed. */
  async unindexedOrganisations(): Promise<string[]> {
    return this.#unindexed().distinct('servers.org_id').pluck('servers.org_id');
  }

  /** Some of the servers of an organisation that are to be indexed. */
  async unindexedServers(
    ctx: RequestContext,
    limit: number,
  ): Promise<string[]> {
    return this.#unindexed()
      .where('servers.org_id', ctx.orgId)
      .limit(limit)
      .pluck('servers.id');
  }

  #unindexed() {
    return this.#database
      .reader('servers')
      .leftJoin('search_servers', join =>
        join
          .on('search_servers.server_id', 'servers.id')
          .andOnVal('search_servers.version', SEARCH_VERSION),
      )
      .whereNull('search_servers.server_id')
      .whereNot('servers.status', 'retired');
  }

  async #remove(
    tx: Tx,
    ctx: RequestContext,
    known: readonly Known[],
  ): Promise<void> {
    for (const batch of batchesOf(known)) {
      const positions = batch.map(each => each.position);
      await tx('search_documents')
        // An expression, so that SQLite goes by the positions and not by the organisation.
        .whereRaw(`coalesce(org_id, '') = ?`, [ctx.orgId])
        .whereIn('position', positions)
        .delete();
      if (this.#database.dialect.name === 'sqlite') {
        await tx('search_terms').whereIn('rowid', positions).delete();
      }
    }
  }

  async #insert(
    tx: Tx,
    ctx: RequestContext,
    what: { server: Server; ids: string[]; digests: Map<string, string> },
  ): Promise<void> {
    const { server, ids, digests } = what;
    const { dialect } = this.#database;
    const isPostgres = dialect.name === 'postgres';
    const rows = await tx('capabilities')
      .where({ org_id: ctx.orgId, server_id: server.id })
      .whereIn('id', ids)
      .select('id', 'kind', 'name', 'definition');
    const documents = rows.map(row => ({
      row,
      document: toSearchDocument({
        kind: row.kind,
        name: row.name,
        definition: dialect.fromJson(row.definition) ?? {},
        server,
      }),
    }));
    const vector = (terms: string[]) =>
      tx.raw('?::tsvector', [terms.join(' ')]);
    const inserted: { position: number; capability_id: string }[] = await tx(
      'search_documents',
    )
      .insert(
        documents.map(({ row, document }) => ({
          capability_id: row.id,
          org_id: ctx.orgId,
          server_id: server.id,
          kind: row.kind,
          sort_name: row.name.slice(0, SORT_LENGTH),
          name_key: storable(document.nameKey),
          fields: document.fields,
          digest: digests.get(row.id),
          text_digest: document.textDigest,
          ...(isPostgres && {
            name_terms: vector(document.nameTerms),
            terms: vector(document.terms),
          }),
        })),
      )
      .returning(['position', 'capability_id']);
    if (!isPostgres) {
      const positions = new Map(
        inserted.map(each => [each.capability_id, each.position]),
      );
      await tx('search_terms').insert(
        documents.map(({ row, document }) => ({
          rowid: positions.get(row.id),
          name: document.nameTerms.join(' '),
          terms: document.terms.join(' '),
        })),
      );
    }
    await this.#learn(
      tx,
      ctx,
      documents.map(each => each.document),
    );
  }

  /** Adds words that the organisation had not. In one order, so that two transactions never wait for each other. */
  async #learn(
    tx: Tx,
    ctx: RequestContext,
    documents: SearchDocument[],
  ): Promise<void> {
    const words = new Set(
      documents
        .flatMap(each => each.words)
        .filter(word => CORRECTABLE.test(word)),
    );
    for (const batch of batchesOf([...words].sort())) {
      const known = new Set(
        await tx('search_words')
          .where({ org_id: ctx.orgId })
          .whereIn('word', batch)
          .pluck('word'),
      );
      const missing = batch.filter(word => !known.has(word));
      if (missing.length === 0) continue;
      const added: { id: number; word: string }[] = await tx('search_words')
        .insert(missing.map(word => ({ org_id: ctx.orgId, word })))
        .onConflict(['org_id', 'word'])
        .ignore()
        .returning(['id', 'word']);
      if (this.#database.dialect.name === 'sqlite' && added.length > 0) {
        await tx('search_trigrams').insert(
          added.map(({ id, word }) => ({ rowid: id, word: padded(word) })),
        );
      }
    }
  }
}

/** Its first letter and its last weigh more in trigrams when something stands before and after the word. */
export function padded(word: string): string {
  return `^^${word}$`;
}

function batchesOf<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / BATCH);
  return Array.from({ length: count }, (_each, at) =>
    items.slice(at * BATCH, (at + 1) * BATCH),
  );
}

/** Lets timers and sockets have their turn: on SQLite a statement holds up the whole process while it runs. */
function breathe(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve);
  });
}
