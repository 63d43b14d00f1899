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
    // Each branch reads its own index and stops early, which one condition with OR could not.
    const branches = this.#branches(ctx, allowed).map(branch => {
      narrow(branch, { filters, after });
      return reader
        .from(youngest(branch, limit).select('id', 'opened_at').as('branch'))
        .select('id', 'opened_at');
    });
    const rows: CallRow[] = await youngest(
      reader('calls').whereIn(
        'id',
        reader.select('id').from(reader.union(branches).as('visible')),
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
    const { dialect } = this.#database;
    for (const branch of this.#branches(ctx, allowed)) {
      const row: CallRow | undefined = await branch.where({ id }).first();
      if (row) return toCall(row, dialect);
    }
    return undefined;
  }

  #branches(ctx: RequestContext, allowed: Criteria): Knex.QueryBuilder[] {
    const { reader, dialect } = this.#database;
    const ofOrganisation = () => reader('calls').where({ org_id: ctx.orgId });
    if (isUnconditional(allowed)) return [ofOrganisation()];
    const { type, ref } = ctx.caller;
    const own = ofOrganisation().where({ caller_type: type, caller_ref: ref });
    if (isNever(allowed)) return [own];
    const servers = whereAllowed(
      reader('servers').where('servers.org_id', ctx.orgId),
      allowed,
      dialect,
    ).select('servers.id');
    return [own, ofOrganisation().whereIn('server_id', servers)];
  }
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
  if (capability) query.where({ capability });
  if (caller) query.where({ caller_ref: caller });
  if (outcome) query.whereIn('outcome', outcome);
  if (from) query.where('opened_at', '>=', from);
  if (to) query.where('opened_at', '<', to);
  if (after) {
    query.whereRaw('(opened_at, id) < (?, ?)', [new Date(after[0]), after[1]]);
  }
}
