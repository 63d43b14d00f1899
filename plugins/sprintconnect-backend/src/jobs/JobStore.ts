import type { Job } from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, JobListing, JobLog, RequestContext } from '../ports';
import { toJob, type JobRow } from './JobRow';

/** Reads jobs of the caller's organisation. */
export class JobStore implements JobLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(ctx: RequestContext, id: string): Promise<Job | undefined> {
    return (await this.find(ctx, id))?.job;
  }

  /** A job, and the server that it is about. */
  async find(
    ctx: RequestContext,
    id: string,
  ): Promise<{ job: Job; serverId?: string } | undefined> {
    const row: JobRow | undefined = await this.#database
      .reader('jobs')
      .where({ org_id: ctx.orgId, id })
      .first();
    const { dialect } = this.#database;
    return (
      row && {
        job: toJob(row, dialect),
        serverId: serverOf(dialect.fromJson(row.payload)),
      }
    );
  }

  /** In the order of the ids. */
  async list(ctx: RequestContext, query: JobListing): Promise<Job[]> {
    const rows: JobRow[] = await this.#database
      .reader('jobs')
      .where({ org_id: ctx.orgId })
      .modify(builder => {
        if (query.state) builder.andWhere({ state: query.state });
        if (query.kind) builder.andWhere({ kind: query.kind });
        if (query.before) builder.andWhere('id', '<', query.before);
      })
      .orderBy('id', 'desc')
      .limit(query.limit);
    return rows.map(row => toJob(row, this.#database.dialect));
  }
}

function serverOf(payload: { serverId?: unknown } = {}): string | undefined {
  return typeof payload.serverId === 'string' ? payload.serverId : undefined;
}
