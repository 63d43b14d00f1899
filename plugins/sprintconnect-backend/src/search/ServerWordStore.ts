import type { Knex } from 'knex';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import type { Criteria, Database, RequestContext, Tx } from '../ports';
import { batchesOf, whereAllowed } from '../records';
import { splitIdentifier } from './splitIdentifier';
import type { WordStore } from './WordStore';

/** Most words that are kept of one server. */
const WORDS_MAX = 400;

/** The table `search_server_words`: by which words a server is found in the list, where what is asked for has a typing mistake. */
export class ServerWordStore {
  readonly #database: Database;
  readonly #words: WordStore;

  constructor(database: Database, words: WordStore) {
    this.#database = database;
    this.#words = words;
  }

  /** Makes the words of a server what its texts say now, none when it is retired, and gives those that are new to it, which are still to be learned. */
  async write(tx: Tx, ctx: RequestContext, server: Server): Promise<string[]> {
    const { id, name, title, description, status } = server;
    const mine = { org_id: ctx.orgId, server_id: id };
    const texts = status === 'retired' ? [] : [name, title, description];
    const wanted = new Set(
      splitIdentifier(texts.filter(Boolean).join(' '))
        .filter(word => this.#words.isCorrectable(word))
        .slice(0, WORDS_MAX),
    );
    const known: string[] = await tx('search_server_words')
      .where(mine)
      .pluck('word');
    const gone = known.filter(word => !wanted.has(word));
    for (const word of known) wanted.delete(word);
    for (const batch of batchesOf(gone)) {
      await tx('search_server_words')
        .where(mine)
        .whereIn('word', batch)
        .delete();
    }
    for (const batch of batchesOf([...wanted])) {
      await tx('search_server_words').insert(
        batch.map(word => ({ ...mine, word })),
      );
    }
    return [...wanted];
  }

  /** The ids of servers that have one of these words, as a part of another query. */
  serversHaving(
    ctx: RequestContext,
    words: readonly string[],
  ): Knex.QueryBuilder {
    return this.#database
      .reader('search_server_words')
      .where({ org_id: ctx.orgId })
      .whereIn('word', words)
      .select('server_id');
  }

  /** Of these texts, those that the name, title or description of a server has that is not retired and may be seen. */
  async known(
    ctx: RequestContext,
    texts: readonly string[],
    allowed: Criteria,
  ): Promise<Set<string>> {
    if (texts.length === 0) return new Set();
    const { reader, dialect } = this.#database;
    const row = await this.#living(reader('servers'), ctx, allowed)
      .select(
        texts.map((text, at) => {
          const held = dialect.contains('servers.search_text', text);
          return reader.raw(
            `max(case when ${held.sql} then 1 else 0 end) as ??`,
            [...held.bindings, `c${at}`],
          );
        }),
      )
      .first();
    return new Set(texts.filter((_text, at) => Number(row[`c${at}`]) > 0));
  }

  /** Words that look like this one, of servers that are not retired and may be seen, in no order that matters. */
  async similar(
    ctx: RequestContext,
    word: string,
    allowed: Criteria,
  ): Promise<string[]> {
    const { reader } = this.#database;
    return this.#words.similar(ctx, word, query =>
      query.whereExists(
        this.#living(
          reader('search_server_words').join(
            'servers',
            'servers.id',
            'search_server_words.server_id',
          ),
          ctx,
          allowed,
        )
          .where('search_server_words.org_id', ctx.orgId)
          .whereRaw('search_server_words.word = search_words.word')
          .select(reader.raw('1')),
      ),
    );
  }

  #living(query: Knex.QueryBuilder, ctx: RequestContext, allowed: Criteria) {
    return whereAllowed(query, allowed, this.#database.dialect)
      .where('servers.org_id', ctx.orgId)
      .whereNot('servers.status', 'retired');
  }
}
