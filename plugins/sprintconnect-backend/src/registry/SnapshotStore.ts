import type {
  Snapshot,
  SnapshotCapability,
  SnapshotSummary,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext, Tx } from '../ports';

interface Content {
  instructions?: string;
  capabilities: SnapshotCapability[];
}

/** The table `snapshots`: numbered versions of what a server offers, never changed once written. */
export class SnapshotStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async insert(tx: Tx, ctx: RequestContext, snapshot: Snapshot): Promise<void> {
    const { dialect } = this.#database;
    const { instructions, capabilities } = snapshot;
    await tx('snapshots').insert({
      org_id: ctx.orgId,
      server_id: snapshot.serverId,
      version: snapshot.version,
      digest: snapshot.digest,
      era: snapshot.era,
      protocol_version: snapshot.protocolVersion,
      server_info: dialect.toJson(snapshot.serverInfo),
      counts: dialect.toJson(snapshot.counts),
      failed_lists: dialect.toJson(snapshot.failedLists),
      content: dialect.toJson({ instructions, capabilities }),
      created_at: new Date(snapshot.createdAt),
    });
  }

  /** What a version holds, read in a transaction. */
  async capabilitiesOf(
    tx: Tx,
    ctx: RequestContext,
    key: { serverId: string; version: number },
  ): Promise<SnapshotCapability[]> {
    const row = await tx('snapshots')
      .where({
        org_id: ctx.orgId,
        server_id: key.serverId,
        version: key.version,
      })
      .first('content');
    const content = this.#database.dialect.fromJson<Content>(row?.content);
    return content?.capabilities ?? [];
  }

  async find(
    ctx: RequestContext,
    key: { serverId: string; version: number },
  ): Promise<Snapshot | undefined> {
    const row = await this.#database
      .reader('snapshots')
      .where({
        org_id: ctx.orgId,
        server_id: key.serverId,
        version: key.version,
      })
      .first();
    if (!row) {
      return undefined;
    }
    const content = this.#database.dialect.fromJson<Content>(row.content);
    return { ...this.#summary(row), ...(content as Content) };
  }

  /** Newest first. `before` leaves out that version and newer ones. */
  async list(
    ctx: RequestContext,
    options: { serverId: string; before?: number; limit: number },
  ): Promise<SnapshotSummary[]> {
    const query = this.#database
      .reader('snapshots')
      .where({ org_id: ctx.orgId, server_id: options.serverId })
      .orderBy('version', 'desc')
      .limit(options.limit)
      .select(
        'server_id',
        'version',
        'digest',
        'era',
        'protocol_version',
        'server_info',
        'counts',
        'failed_lists',
        'created_at',
      );
    if (options.before !== undefined) {
      query.where('version', '<', options.before);
    }
    return (await query).map(row => this.#summary(row));
  }

  async count(ctx: RequestContext, serverId: string): Promise<number> {
    const row = await this.#database
      .reader('snapshots')
      .where({ org_id: ctx.orgId, server_id: serverId })
      .count('* as count')
      .first();
    return Number(row?.count);
  }

  #summary(row: Record<string, unknown>): SnapshotSummary {
    const { dialect } = this.#database;
    const serverInfo = dialect.fromJson<SnapshotSummary['serverInfo']>(
      row.server_info,
    );
    const failedLists = dialect.fromJson<SnapshotSummary['failedLists']>(
      row.failed_lists,
    );
    return {
      serverId: String(row.server_id),
      version: Number(row.version),
      digest: String(row.digest),
      era: row.era as SnapshotSummary['era'],
      protocolVersion: String(row.protocol_version),
      ...(serverInfo && { serverInfo }),
      counts: dialect.fromJson(row.counts) as SnapshotSummary['counts'],
      createdAt: (dialect.fromTime(row.created_at) as Date).toISOString(),
      ...(failedLists && { failedLists }),
    };
  }
}
