import type { Clock, Database, SecretPlace, Tx } from '../ports';
import type { KeyName } from './sealing/KeyRing';

/** A row: what an engine made of a secret, and which key of the ring it needs. */
export interface StoredSecret {
  place: SecretPlace;
  sealed: string;
  /** Absent where no key of the ring is needed. */
  key?: KeyName;
}

/** How many secrets a key wraps. */
export interface KeyUse {
  key: KeyName;
  count: number;
}

/** The table `secrets`. It has sealed texts only, and does not know what is in them. */
export class SecretStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(options: { database: Database; clock: Clock }) {
    this.#database = options.database;
    this.#clock = options.clock;
  }

  async find(place: SecretPlace): Promise<StoredSecret | undefined> {
    const row = await this.#database
      .reader('secrets')
      .where(rowOf(place))
      .first('sealed', 'kid', 'key_check');
    return row && { place, sealed: row.sealed, ...keyOf(row) };
  }

  /** In the place of what the place has until now. */
  async put(tx: Tx, { place, sealed, key }: StoredSecret): Promise<void> {
    await tx('secrets')
      .insert({
        ...rowOf(place),
        sealed,
        kid: key?.kid ?? null,
        key_check: key?.check ?? null,
        created_at: this.#clock.now(),
      })
      .onConflict(['org_id', 'holder', 'field', 'version'])
      .merge();
  }

  /** Puts `next` in the place of `previous`, unless that is not there any more. Tells whether it did. */
  async replace(previous: StoredSecret, next: StoredSecret): Promise<boolean> {
    return this.#database.transaction(
      async tx =>
        (await tx('secrets')
          .where({ ...rowOf(previous.place), sealed: previous.sealed })
          .update({
            sealed: next.sealed,
            kid: next.key?.kid ?? null,
            key_check: next.key?.check ?? null,
          })) > 0,
    );
  }

  /** Those of a holder, or of its versions below one. */
  async delete(
    tx: Tx,
    what: { orgId: string; holder: string; belowVersion?: number },
  ): Promise<void> {
    const { orgId, holder, belowVersion } = what;
    const query = tx('secrets').where({ org_id: orgId, holder });
    if (belowVersion !== undefined) {
      query.where('version', '<', belowVersion);
    }
    await query.delete();
  }

  /** Which keys wrap how many secrets, in one organisation or in all. */
  async usage(orgId?: string): Promise<KeyUse[]> {
    const query = this.#database
      .reader('secrets')
      .whereNotNull('kid')
      .groupBy('kid', 'key_check')
      .orderBy(['kid', 'key_check'])
      .select('kid', 'key_check')
      .count({ count: '*' });
    if (orgId !== undefined) query.where({ org_id: orgId });
    const rows: Record<string, unknown>[] = await query;
    return rows.map(row => ({
      key: { kid: String(row.kid), check: String(row.key_check) },
      count: Number(row.count),
    }));
  }

  /** Organisations with secrets that one of these keys wraps. */
  async organisationsOf(keys: readonly KeyName[]): Promise<string[]> {
    const rows = await this.#wrappedBy(keys)
      .distinct('org_id')
      .orderBy('org_id');
    return rows.map(row => row.org_id);
  }

  /** How many secrets of an organisation one of these keys wraps. */
  async countOf(keys: readonly KeyName[], orgId: string): Promise<number> {
    const [row] = await this.#wrappedBy(keys)
      .where({ org_id: orgId })
      .count({ count: '*' });
    return Number(row?.count);
  }

  /** Up to `limit` secrets of an organisation that one of these keys wraps, in the order of their places. */
  async pageOf(
    keys: readonly KeyName[],
    page: { orgId: string; after?: SecretPlace; limit: number },
  ): Promise<StoredSecret[]> {
    const { orgId, after, limit } = page;
    const query = this.#wrappedBy(keys)
      .where({ org_id: orgId })
      .orderBy(['holder', 'field', 'version'])
      .limit(limit)
      .select('holder', 'field', 'version', 'sealed', 'kid', 'key_check');
    if (after) {
      query.whereRaw('(holder, field, version) > (?, ?, ?)', [
        after.holder,
        after.field,
        after.version,
      ]);
    }
    const rows = await query;
    return rows.map(row => ({
      place: {
        orgId,
        holder: row.holder,
        field: row.field,
        version: row.version,
      },
      sealed: row.sealed,
      ...keyOf(row),
    }));
  }

  #wrappedBy(keys: readonly KeyName[]) {
    return this.#database.reader('secrets').whereIn(
      ['kid', 'key_check'],
      keys.map(({ kid, check }) => [kid, check]),
    );
  }
}

function rowOf({ orgId, holder, field, version }: SecretPlace) {
  return { org_id: orgId, holder, field, version };
}

function keyOf(row: { kid: string | null; key_check: string | null }): {
  key?: KeyName;
} {
  return row.kid === null || row.key_check === null
    ? {}
    : { key: { kid: row.kid, check: row.key_check } };
}
