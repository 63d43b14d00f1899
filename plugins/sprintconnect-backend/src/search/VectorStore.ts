import type { Knex } from 'knex';
import { nextTurn } from '../pace';
import type { Database, RequestContext, Tx } from '../ports';
import { toServer } from '../records';
import { embeddedText } from './SearchDocument';

/** So many batches one call looks through for vectors to forget. */
const BATCHES_MAX = 20;

/** Which vector one is, as the table is sorted. */
const KEY = ['org_id', 'model', 'digest'] as const;
type VectorKey = Record<(typeof KEY)[number], string>;

/** A text that has no vector yet. */
export interface UnembeddedText {
  digest: string;
  text: string;
}

/** The table `search_vectors`: one vector for each text and model, whichever capabilities have the text. */
export class VectorStore {
  readonly #database: Database;
  /** Up to this one, all were looked at since the beginning of the table or of this process. */
  #looked?: VectorKey;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Some of the texts of an organisation that have no vector of this model. */
  async unembedded(
    ctx: RequestContext,
    options: { model: string; limit: number },
  ): Promise<UnembeddedText[]> {
    const { reader, dialect } = this.#database;
    const rows = await reader('search_documents')
      .leftJoin('search_vectors', join =>
        join
          .on('search_vectors.digest', 'search_documents.text_digest')
          .andOn('search_vectors.org_id', 'search_documents.org_id')
          .andOnVal('search_vectors.model', options.model),
      )
      .join('capabilities', 'capabilities.id', 'capability_id')
      .where('search_documents.org_id', ctx.orgId)
      .whereNull('search_vectors.digest')
      .limit(options.limit)
      .select(
        'text_digest',
        'capabilities.kind',
        'capabilities.name',
        'definition',
        'capabilities.server_id',
      );
    const servers = new Map(
      (
        await reader('servers')
          .where({ org_id: ctx.orgId })
          .whereIn('id', [...new Set(rows.map(row => row.server_id))])
      ).map(row => [row.id, toServer(row, dialect)]),
    );
    const texts = new Map(
      rows.flatMap(row => {
        const server = servers.get(row.server_id);
        const definition =
          dialect.fromJson<Record<string, unknown>>(row.definition) ?? {};
        return server
          ? [[row.text_digest, embeddedText({ ...row, definition, server })]]
          : [];
      }),
    );
    return [...texts].map(([digest, text]) => ({ digest, text }));
  }

  /** Keeps vectors; one that is there already stays. */
  async write(
    tx: Tx,
    ctx: RequestContext,
    what: { model: string; vectors: ReadonlyMap<string, Float32Array> },
  ): Promise<void> {
    await tx('search_vectors')
      .insert(
        [...what.vectors].map(([digest, vector]) => ({
          org_id: ctx.orgId,
          model: what.model,
          digest,
          vector: Buffer.from(
            vector.buffer,
            vector.byteOffset,
            vector.byteLength,
          ),
        })),
      )
      .onConflict(['org_id', 'model', 'digest'])
      .ignore();
  }

  /** Which text stands for which capability, as far as it has a vector. */
  async embedded(
    ctx: RequestContext,
    options: { model: string; limit: number },
  ): Promise<{ id: string; digest: string }[]> {
    return this.#database
      .reader('search_documents')
      .join('search_vectors', join =>
        join
          .on('search_vectors.digest', 'search_documents.text_digest')
          .andOn('search_vectors.org_id', 'search_documents.org_id')
          .andOnVal('search_vectors.model', options.model),
      )
      .where('search_documents.org_id', ctx.orgId)
      .orderBy('position')
      .limit(options.limit)
      .select('capability_id as id', 'text_digest as digest');
  }

  async read(
    ctx: RequestContext,
    options: { model: string; digests: readonly string[] },
  ): Promise<Map<string, Float32Array>> {
    const rows: { digest: string; vector: Buffer }[] = await this.#database
      .reader('search_vectors')
      .where({ org_id: ctx.orgId, model: options.model })
      .whereIn('digest', options.digests)
      .select('digest', 'vector');
    return new Map(
      rows.map(row => [
        row.digest,
        // A copy, because numbers must begin where their size says.
        new Float32Array(new Uint8Array(row.vector).buffer),
      ]),
    );
  }

  /**
   * Forgets vectors of texts that no capability of their organisation has any more, and gives how many. Looks at `limit` of
   * them at a time, twenty times at most, and goes on where the last call ended. `onForgotten` hears, in the same
   * transaction, of which organisations some were: one of these texts may just have come back.
   */
  async prune(
    limit: number,
    onForgotten: (tx: Tx, orgIds: string[]) => Promise<void>,
  ): Promise<number> {
    let pruned = 0;
    for (let batch = 0; batch < BATCHES_MAX; batch++) {
      const after = this.#looked;
      const last = await this.#lastOfNext(after, limit);
      pruned += await this.#database.transaction(async tx => {
        const unused = () => unusedBetween(tx, { after, last });
        const orgIds: string[] = await unused().distinct().pluck('org_id');
        if (orgIds.length === 0) return 0;
        await onForgotten(tx, orgIds);
        return unused().delete();
      });
      this.#looked = last;
      if (last === undefined || pruned >= limit) break;
      await nextTurn();
    }
    return pruned;
  }

  /** The last of the next vectors, of all organisations; undefined where there are not so many. */
  async #lastOfNext(
    after: VectorKey | undefined,
    count: number,
  ): Promise<VectorKey | undefined> {
    const query = this.#database
      .reader('search_vectors')
      .orderBy([...KEY])
      .offset(count - 1)
      .first(...KEY);
    if (after) query.whereRaw(...comparison('>', after));
    return query;
  }
}

/** Of the vectors between two, those whose text no capability has. */
function unusedBetween(
  tx: Tx,
  { after, last }: { after?: VectorKey; last?: VectorKey },
): Knex.QueryBuilder {
  const query = tx('search_vectors').whereNotExists(
    tx('search_documents')
      .select(tx.raw('1'))
      .whereRaw('search_documents.org_id = search_vectors.org_id')
      .whereRaw('search_documents.text_digest = search_vectors.digest'),
  );
  if (after) query.whereRaw(...comparison('>', after));
  if (last) query.whereRaw(...comparison('<=', last));
  return query;
}

function comparison(
  sign: string,
  { org_id, model, digest }: VectorKey,
): [string, string[]] {
  return [`(org_id, model, digest) ${sign} (?, ?, ?)`, [org_id, model, digest]];
}
