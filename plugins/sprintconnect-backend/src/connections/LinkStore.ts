import { createHash } from 'node:crypto';
import type { Database, Person, Tx } from '../ports';

/** A person has few links to one server that are still of use: the last that they were given. */
const LINKS_MAX = 10;

/** A link, as far as it is kept: not by what opens it. */
export interface LinkRecord extends Person {
  serverId: string;
  expiresAt: Date;
}

/** The table `connection_links`. */
export class LinkStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps a link, and forgets those of the same person and server that are older than the last few. */
  async keep(
    tx: Tx,
    id: string,
    link: LinkRecord & { now: Date },
  ): Promise<void> {
    const own = columnsOf(link);
    const old: { id_hash: string }[] = await tx('connection_links')
      .where(own)
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id_hash', order: 'desc' },
      ])
      .offset(LINKS_MAX - 1)
      .limit(LINKS_MAX)
      .select('id_hash');
    await tx('connection_links')
      .whereIn(
        'id_hash',
        old.map(row => row.id_hash),
      )
      .delete();
    await tx('connection_links').insert({
      ...{ id_hash: hashOf(id), ...own },
      ...{ created_at: link.now, expires_at: link.expiresAt },
    });
  }

  /** The link of this person, while it is good. */
  async find(
    { orgId, userRef }: Person,
    { id, now }: { id: string; now: Date },
  ): Promise<LinkRecord | undefined> {
    const { reader, dialect } = this.#database;
    const row = await reader('connection_links')
      .where({ id_hash: hashOf(id), org_id: orgId, user_ref: userRef })
      .andWhere('expires_at', '>', now)
      .first();
    return (
      row && {
        ...{ orgId, userRef, serverId: String(row.server_id) },
        expiresAt: dialect.fromTime(row.expires_at) as Date,
      }
    );
  }

  /** Forgets up to `limit` links that are over. */
  prune({ now, limit }: { now: Date; limit: number }): Promise<number> {
    return this.#database.transaction(async tx => {
      const rows: { id_hash: string }[] = await tx('connection_links')
        .where('expires_at', '<=', now)
        .limit(limit)
        .select('id_hash');
      const hashes = rows.map(row => row.id_hash);
      return hashes.length === 0
        ? 0
        : tx('connection_links').whereIn('id_hash', hashes).delete();
    });
  }
}

function columnsOf({
  orgId,
  userRef,
  serverId,
}: Omit<LinkRecord, 'expiresAt'>) {
  return { org_id: orgId, user_ref: userRef, server_id: serverId };
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}
