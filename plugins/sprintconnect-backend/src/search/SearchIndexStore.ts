import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { nextTurn } from '../pace';
import type { Database, RequestContext, SearchIndex, Tx } from '../ports';
import { batchesOf, storable, toServer } from '../records';
import {
  INDEX_VERSION,
  documentDigest,
  toSearchDocument,
} from './SearchDocument';
import { openTermStore } from './openTermStore';
import type { ServerWordStore } from './ServerWordStore';
import type { TermStore } from './TermStore';
import type { WordStore } from './WordStore';

const SORT_LENGTH = 100;

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

/** The tables `search_documents`, `search_terms` and `search_servers`, and by their own stores all words, written in the transaction that changes what they are made of. */
export class SearchIndexStore implements SearchIndex {
  readonly #database: Database;
  readonly #terms: TermStore;
  readonly #words: WordStore;
  readonly #serverWords: ServerWordStore;
  readonly #onAdded?: OnAdded;

  constructor(
    database: Database,
    parts: {
      words: WordStore;
      serverWords: ServerWordStore;
      onAdded?: OnAdded;
    },
  ) {
    this.#database = database;
    this.#terms = openTermStore(database);
    this.#words = parts.words;
    this.#serverWords = parts.serverWords;
    this.#onAdded = parts.onAdded;
  }

  /**
   * Makes the documents of a server what its capabilities and its own texts say now: none when it is retired. So are the words of
   * those texts. Writes
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
    const words = new Set(await this.#serverWords.write(tx, ctx, server));
    for (const ids of batchesOf([...wanted.keys()])) {
      const added = await this.#insert(tx, ctx, {
        server,
        ids,
        digests: wanted,
      });
      for (const word of added) words.add(word);
      await nextTurn();
    }
    // All at once, because it is their one order that keeps two servers from waiting for each other for ever.
    await this.#words.learn(tx, ctx, [...words]);
    if (wanted.size > 0) await this.#onAdded?.(tx, ctx);
    if (isGone) {
      await tx('search_servers').where(mine).delete();
    } else {
      await tx('search_servers')
        .insert({ ...mine, version: INDEX_VERSION })
        .onConflict('server_id')
        .merge(['version']);
    }
  }

  /** {@link refresh} of a server as it is in the database, where nobody changes it until the transaction ends. */
  async refreshById(tx: Tx, ctx: RequestContext, id: string): Promise<void> {
    const row = await tx('servers')
      .where({ id, org_id: ctx.orgId })
      .forUpdate()
      .first();
    if (row) {
      await this.refresh(tx, ctx, toServer(row, this.#database.dialect));
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
          .andOnVal('search_servers.version', INDEX_VERSION),
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
      await this.#terms.remove(tx, positions);
    }
  }

  /** Gives the words of what it adds. */
  async #insert(
    tx: Tx,
    ctx: RequestContext,
    what: { server: Server; ids: string[]; digests: Map<string, string> },
  ): Promise<string[]> {
    const { server, ids, digests } = what;
    const { dialect } = this.#database;
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
          ...this.#terms.columnsOf(tx, document),
        })),
      )
      .returning(['position', 'capability_id']);
    const positions = new Map(
      inserted.map(each => [each.capability_id, each.position]),
    );
    await this.#terms.add(
      tx,
      documents.map(({ row, document }) => ({
        ...document,
        position: positions.get(row.id)!,
      })),
    );
    return documents.flatMap(each => each.document.words);
  }
}
