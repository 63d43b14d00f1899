import type { Knex } from 'knex';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';
import type { Criteria, Database, RequestContext, Tx } from '../ports';
import type { ServerMoveStore } from './ServerMoveStore';
import { type ServerRow, toServer, whereAllowed } from '../records';
import {
  type ServerRecord,
  identityColumns,
  toServerRecord,
} from './ServerRecord';

/** One server, as far as discovery schedules it. */
export interface ServerKey {
  serverId: string;
  orgId: string;
}

/** The tables `servers` and `server_tags`: one server at a time. */
export class ServerStore {
  readonly #database: Database;
  readonly #moves: ServerMoveStore;

  constructor(database: Database, moves: ServerMoveStore) {
    this.#database = database;
    this.#moves = moves;
  }

  /**
   * Writes a new server, with what is planned for it. Throws a 409 problem when another live server has the name
   * or the entity.
   */
  async insert(
    tx: Tx,
    ctx: RequestContext,
    { server, columns }: { server: Server; columns: ServerRow },
  ): Promise<void> {
    const { dialect } = this.#database;
    await this.#refuseTaken(server, () =>
      tx('servers').insert({
        id: server.id,
        org_id: ctx.orgId,
        origin: server.origin,
        created_at: new Date(server.createdAt),
        ...identityColumns(server, dialect),
        ...columns,
      }),
    );
    await this.#writeTags(tx, ctx, server);
  }

  /**
   * Writes what was decided about a server, and keeps what lists sorted it by. Throws a 409 problem when
   * another live server has the name or the entity.
   */
  async write(
    tx: Tx,
    ctx: RequestContext,
    change: { before: Server; after: Server },
  ): Promise<void> {
    const { before, after } = change;
    const movedAt = new Date(after.updatedAt);
    const mine = { id: after.id, org_id: ctx.orgId };
    await this.#refuseTaken(after, () =>
      tx('servers')
        .where(mine)
        .update(identityColumns(after, this.#database.dialect)),
    );
    await this.#moves.keepDecided(tx, ctx, { before, movedAt });
    if (before.tags.join() !== after.tags.join()) {
      await tx('server_tags')
        .where({ server_id: after.id, org_id: ctx.orgId })
        .delete();
      await this.#writeTags(tx, ctx, after);
    }
  }

  /**
   * Writes what was observed or planned, and keeps what lists sorted it by. The revision stays, because nobody decided anything.
   */
  async writeObserved(
    tx: Tx,
    ctx: RequestContext,
    change: { serverId: string; columns: ServerRow },
  ): Promise<void> {
    await this.#moves.keepObserved(tx, ctx, {
      serverIds: [change.serverId],
      columns: Object.keys(change.columns),
    });
    await tx('servers')
      .where({ id: change.serverId, org_id: ctx.orgId })
      .update(change.columns);
  }

  /** The server, if it fits: one query, so that what is hidden takes as long as what is not there. */
  async find(
    ctx: RequestContext,
    id: string,
    allowed: Criteria,
  ): Promise<ServerRecord | undefined> {
    const { reader, dialect } = this.#database;
    const mine = reader('servers').where({ id, org_id: ctx.orgId });
    return this.#record(whereAllowed(mine, allowed, dialect));
  }

  /** Which of these ids are servers that fit. */
  async existing(
    ctx: RequestContext,
    ids: readonly string[],
    allowed: Criteria,
  ): Promise<Set<string>> {
    const { reader, dialect } = this.#database;
    const mine = reader('servers')
      .where({ org_id: ctx.orgId })
      .whereIn('id', ids);
    const known: string[] = await whereAllowed(mine, allowed, dialect).pluck(
      'id',
    );
    return new Set(known);
  }

  /** Servers by their ids, of whichever organisation: only for the permission framework, which knows of none. */
  async load(ids: readonly string[]): Promise<Map<string, Server>> {
    const { reader, dialect } = this.#database;
    const rows: ServerRow[] = await reader('servers').whereIn('id', ids);
    return new Map(rows.map(row => [String(row.id), toServer(row, dialect)]));
  }

  /** The server, locked until the transaction ends. */
  async lock(
    tx: Tx,
    ctx: RequestContext,
    id: string,
  ): Promise<ServerRecord | undefined> {
    return this.#record(
      tx('servers').where({ id, org_id: ctx.orgId }).forUpdate(),
    );
  }

  /** The server of that name and environment that is not retired, if it fits. */
  async findByName(
    ctx: RequestContext,
    key: { environment: string; name: string },
    allowed: Criteria,
  ): Promise<ServerRecord | undefined> {
    const { environment, name } = key;
    const { reader, dialect } = this.#database;
    const mine = reader('servers')
      .where({ org_id: ctx.orgId, environment, name })
      .andWhereNot({ status: 'retired' });
    return this.#record(whereAllowed(mine, allowed, dialect));
  }

  /** The server that has the name in the environment, whoever may see it; retired servers have given theirs up. */
  async holderOf(
    tx: Tx,
    ctx: RequestContext,
    key: { environment: string; name: string },
  ): Promise<Server | undefined> {
    const { environment, name } = key;
    const holder = tx('servers')
      .where({ org_id: ctx.orgId, environment, name })
      .andWhereNot({ status: 'retired' });
    return (await this.#record(holder))?.server;
  }

  /** The server of a catalog entity, locked: the live one, else the one of origin `catalog` that was retired last. */
  async lockByEntityRef(
    tx: Tx,
    ctx: RequestContext,
    entityRef: string,
  ): Promise<ServerRecord | undefined> {
    return this.#record(
      tx('servers')
        .where({ org_id: ctx.orgId })
        .andWhereRaw('lower(entity_ref) = ?', [entityRef.toLowerCase()])
        .andWhere(any =>
          any.whereNot({ status: 'retired' }).orWhere({ origin: 'catalog' }),
        )
        .orderByRaw(`case when status = 'retired' then 1 else 0 end`)
        .orderBy('updated_at', 'desc')
        .forUpdate(),
    );
  }

  /** Servers of all organisations whose discovery is due, longest due first. */
  async listDue(options: { now: Date; limit: number }): Promise<ServerKey[]> {
    const rows = await this.#database
      .reader('servers')
      .where('next_discovery_at', '<=', options.now)
      .whereNotIn('status', ['retired', 'draft'])
      .orderBy('next_discovery_at')
      .limit(options.limit)
      .select('id', 'org_id');
    return rows.map(row => ({ serverId: row.id, orgId: row.org_id }));
  }

  /** Servers of all organisations that announce changes over HTTP, oldest registration first. */
  async listAnnouncing(limit: number): Promise<ServerRecord[]> {
    const rows: ServerRow[] = await this.#database
      .reader('servers')
      .where({ announces_changes: true })
      .whereNotIn('status', ['retired', 'draft'])
      .andWhere('era_remote_url', 'like', 'http%')
      .orderBy('created_at')
      .orderBy('id')
      .limit(limit);
    return rows.map(row => toServerRecord(row, this.#database.dialect));
  }

  /** Moves the next discovery of these servers to a later time. */
  async defer(
    tx: Tx,
    options: { servers: readonly ServerKey[]; until: Date },
  ): Promise<void> {
    const { servers, until } = options;
    for (const orgId of new Set(servers.map(each => each.orgId))) {
      await tx('servers')
        .where({ org_id: orgId })
        .whereIn(
          'id',
          servers
            .filter(each => each.orgId === orgId)
            .map(each => each.serverId),
        )
        .update({ next_discovery_at: until });
    }
  }

  async #record(query: Knex.QueryBuilder): Promise<ServerRecord | undefined> {
    const row: ServerRow | undefined = await query.first();
    return row && toServerRecord(row, this.#database.dialect);
  }

  async #writeTags(tx: Tx, ctx: RequestContext, server: Server): Promise<void> {
    if (server.tags.length > 0) {
      await tx('server_tags').insert(
        server.tags.map(tag => ({
          org_id: ctx.orgId,
          server_id: server.id,
          tag,
        })),
      );
    }
  }

  /** The unique indexes decide who has a name, since two requests may ask at once. */
  async #refuseTaken(
    server: Server,
    work: () => PromiseLike<unknown>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const byName = /servers_live_name_idx|environment/.test(String(error));
      throw new ProblemError({
        kind: byName ? 'name-taken' : 'entity-taken',
        detail: byName
          ? `${server.environment} already has a server named ${server.name}. Choose another name, or retire that server first. If it comes from the catalog, unregister its entity to retire it.`
          : `Another server already uses the catalog entity ${server.entityRef}. Choose another name, or retire that server first.`,
        errors: [{ path: 'name', message: 'is already used' }],
        cause: error,
      });
    }
  }
}

/** PostgreSQL's `unique_violation`, and SQLite's own words. */
function isUniqueViolation(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE';
}
