import type { Knex } from 'knex';
import type { Call } from '@sprintconnect/plugin-sprintconnect-common';
import {
  type Criteria,
  type Database,
  type RequestContext,
  isNever,
  isUnconditional,
} from '../../ports';
import { whereAllowed } from '../../records';
import { type CallRow, toCall } from './CallRow';

/** What narrows a list of calls. */
export interface CallFilters {
  server?: string;
  capability?: string;
  caller?: string;
  outcome?: string[];
  from?: Date;
  to?: Date;
}

/** Where a page ended: milliseconds since the epoch, and the id that tells calls of one moment apart. */
export type CallPosition = [at: number, id: string];

/** Condition of the indexes that have these alone. */
const FAILED = "outcome <> 'succeeded'";
/** Servers that are read one by one. */
const BRANCHES_MAX = 50;

const BODIES = ['arguments', 'result'];
const LISTED = [
  'id',
  'server_id',
  'server_name',
  'environment',
  'method',
  'kind',
  'capability',
  'caller_type',
  'caller_ref',
  'caller_actor',
  'entrance',
  'opened_at',
  'closed_at',
  'outcome',
  'code',
  'reason',
  'upstream_ms',
  'argument_bytes',
  'result_bytes',
  'request_id',
  'trace_id',
];

/** Reads calls: the caller's own, and all of servers that fit criteria. */
export class CallListStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Youngest first. Bodies come only where they are asked for. */
  async list(
    ctx: RequestContext,
    options: {
      filters: CallFilters;
      /** Whose calls the caller may see beside their own. */
      allowed: Criteria;
      after?: CallPosition;
      limit: number;
      bodies: boolean;
    },
  ): Promise<Call[]> {
    const { allowed, filters, after, limit, bodies } = options;
    const { reader, dialect } = this.#database;
    // Each branch reads its own index and stops early, which one condition for all of them could not.
    const visible = await this.#branches(ctx, allowed, filters.server);
    const branches = visible.map(branch => {
      narrow(branch, { filters, after });
      return reader
        .from(youngest(branch, limit).select('id', 'opened_at').as('branch'))
        .select('id', 'opened_at');
    });
    const rows: CallRow[] = await youngest(
      reader('calls').whereIn(
        'id',
        youngest(
          reader.from(reader.union(branches).as('visible')),
          limit,
        ).select('id'),
      ),
      limit,
    ).select(bodies ? [...LISTED, ...BODIES] : LISTED);
    return rows.map(row => toCall(row, dialect));
  }

  async find(
    ctx: RequestContext,
    id: string,
    allowed: Criteria,
  ): Promise<Call | undefined> {
    const { reader, dialect } = this.#database;
    const query = reader('calls').where({ org_id: ctx.orgId, id });
    if (!isUnconditional(allowed)) {
      query.where(either =>
        either
          .where(callerOf(ctx))
          .orWhereIn('server_id', this.#servers(ctx, allowed)),
      );
    }
    const row: CallRow | undefined = await query.first();
    return row && toCall(row, dialect);
  }

  /** Together all that the caller may see. `server` names the only one that is asked for. */
  async #branches(
    ctx: RequestContext,
    allowed: Criteria,
    server?: string,
  ): Promise<Knex.QueryBuilder[]> {
    const { reader } = this.#database;
    const ofOrganisation = () => reader('calls').where({ org_id: ctx.orgId });
    if (isUnconditional(allowed)) return [ofOrganisation()];
    const own = ofOrganisation().where(callerOf(ctx));
    if (isNever(allowed)) return [own];
    const servers = this.#servers(ctx, allowed);
    if (server) servers.where('servers.id', server);
    const ids: string[] = await servers.pluck('servers.id');
    // A planner that does not know how many calls the servers of a condition have reads and sorts all of them.
    const ofServers =
      ids.length > BRANCHES_MAX
        ? [ofOrganisation().whereIn('server_id', ids)]
        : ids.map(id => ofOrganisation().where({ server_id: id }));
    return [own, ...ofServers];
  }

  #servers(ctx: RequestContext, allowed: Criteria): Knex.QueryBuilder {
    const { reader, dialect } = this.#database;
    return whereAllowed(
      reader('servers').where('servers.org_id', ctx.orgId),
      allowed,
      dialect,
    ).select('servers.id');
  }
}

function callerOf({ caller: { type, ref } }: RequestContext) {
  return { caller_type: type, caller_ref: ref };
}

function youngest(query: Knex.QueryBuilder, limit: number): Knex.QueryBuilder {
  return query
    .orderBy([
      { column: 'opened_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
}

function narrow(
  query: Knex.QueryBuilder,
  { filters, after }: { filters: CallFilters; after?: CallPosition },
): void {
  const { server, capability, caller, outcome, from, to } = filters;
  if (server) query.where({ server_id: server });
  if (capability) {
    query
      .where({ capability })
      // As the index has it.
      .whereRaw(
        'substr(capability, 1, 100) = substr(CAST(? AS text), 1, 100)',
        [capability],
      );
  }
  if (caller) query.where({ caller_ref: caller });
  if (outcome) query.whereIn('outcome', outcome);
  if (outcome && !outcome.includes('succeeded')) {
    query.whereRaw(FAILED);
  }
  if (from) query.where('opened_at', '>=', from);
  if (to) query.where('opened_at', '<', to);
  if (after) {
    query.whereRaw('(opened_at, id) < (?, ?)', [new Date(after[0]), after[1]]);
  }
}
