import { createHash } from 'node:crypto';
import type { Clock, Database } from '../../ports';
import type { WatchedResource } from './ResourceWatches';

/** Which session of a legacy client. Its id is sealed for one caller at one endpoint. */
export interface WatchingSession {
  orgId: string;
  session: string;
}

/** What a session subscribed to. */
export interface SessionWatch extends WatchedResource {
  session: string;
  /** The URI as the client says it. */
  said: string;
}

/** As long as a session is good for. */
const KEPT_MS = 24 * 3600 * 1000;

/** The table `held_subscriptions`. */
export class WatchStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** False where the session has subscribed to `max` others already. */
  async subscribe(
    { orgId, session }: WatchingSession,
    { server, uri, said }: Omit<SessionWatch, 'session'>,
    max: number,
  ): Promise<boolean> {
    const id = idOf(said);
    return this.#database.transaction(
      async tx => {
        const [{ count }] = await tx('held_subscriptions')
          .where({ org_id: orgId, session })
          .whereNot({ id })
          .count({ count: '*' });
        if (Number(count) >= max) return false;
        const expires = new Date(this.#clock.now().getTime() + KEPT_MS);
        await tx('held_subscriptions')
          .insert({
            ...{ org_id: orgId, session, id, said, uri },
            ...{ server: JSON.stringify(server), expires_at: expires },
          })
          .onConflict(['org_id', 'session', 'id'])
          .merge(['server', 'uri', 'expires_at']);
        return true;
      },
      { isRepeatable: true },
    );
  }

  async unsubscribe(
    { orgId, session }: WatchingSession,
    said: string,
  ): Promise<void> {
    await this.#database.transaction(
      tx =>
        tx('held_subscriptions')
          .where({ org_id: orgId, session, id: idOf(said) })
          .delete(),
      { isRepeatable: true },
    );
  }

  /** Of all these sessions. */
  async of(sessions: readonly WatchingSession[]): Promise<SessionWatch[]> {
    const rows: Record<'session' | 'server' | 'uri' | 'said', string>[] =
      await this.#database
        .reader('held_subscriptions')
        .whereIn('org_id', [...new Set(sessions.map(each => each.orgId))])
        .whereIn('session', [...new Set(sessions.map(each => each.session))])
        .where('expires_at', '>', this.#clock.now())
        .select('session', 'server', 'uri', 'said');
    return rows.map(row => ({ ...row, server: JSON.parse(row.server) }));
  }

  async prune(limit: number): Promise<number> {
    return this.#database.transaction(tx =>
      tx('held_subscriptions')
        .whereIn(
          ['org_id', 'session', 'id'],
          tx('held_subscriptions')
            .where('expires_at', '<=', this.#clock.now())
            .orderBy('expires_at')
            .limit(limit)
            .select('org_id', 'session', 'id'),
        )
        .delete(),
    );
  }
}

/** URIs are longer than keys of tables may be. */
function idOf(said: string): string {
  return createHash('sha256').update(said).digest('hex');
}
