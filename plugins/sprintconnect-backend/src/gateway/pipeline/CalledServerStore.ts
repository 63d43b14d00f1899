import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext } from '../../ports';
import { storable } from '../../records';
import type { AskedCall, ServerRef } from '../call/Call';
import {
  CALLED_SERVER_COLUMNS,
  CalledCapabilityReader,
  toCalledServer,
  verdictOf,
} from './calledRows';
import { fitsTemplate } from './fitsTemplate';
import type { FoundServer } from './Passage';

const CAPABILITY_COLUMNS = ['id', 'kind', 'name', 'definition', 'digest'];
const PREFIX = 'capability_';

/** The kinds that a method may mean, the likelier first. */
export const KINDS_OF = {
  'tools/call': ['tool'],
  'prompts/get': ['prompt'],
  'resources/read': ['resource', 'resource-template'],
  'resources/subscribe': ['resource', 'resource-template'],
  'completion/complete': ['prompt', 'resource-template'],
} as const satisfies Record<AskedCall['method'], readonly CapabilityKind[]>;

/** Methods whose capability is a URI, which a template may stand for. */
const BY_URI: ReadonlySet<AskedCall['method']> = new Set([
  'resources/read',
  'resources/subscribe',
]);

type Row = Record<string, unknown>;
type Asked = Pick<AskedCall, 'server' | 'method' | 'capability'>;

/** What a query is about, by name. */
type Values = Record<string, string>;
/** SQL with what is bound to its question marks: a constant, or the name of a value. */
interface Built {
  sql: string;
  bound: readonly ({ name: string } | { constant: Knex.RawBinding })[];
}

/** The tables `servers` and `capabilities`, as a call asks for one of each. */
export class CalledServerStore {
  readonly #database: Database;
  readonly #capabilities: CalledCapabilityReader;
  /** By what differs between queries: building one takes longer than running it. */
  readonly #built = new Map<string, Built>();

  constructor(database: Database) {
    this.#database = database;
    this.#capabilities = new CalledCapabilityReader(database.dialect);
  }

  /**
   * The server, whoever may see it, and of what it offers now the one that was asked for, by its whole name: one query, so that what is
   * there takes as long as what is not. A resource that the server does not list is the template that its URI fits.
   */
  async find(
    ctx: RequestContext,
    asked: Asked,
  ): Promise<FoundServer | undefined> {
    const { reader, dialect } = this.#database;
    const names = Object.values(asked.server);
    if (names.some(each => storable(each) !== each)) return undefined;
    const { sql, bound } = this.#queryFor(asked);
    const values = valuesOf(ctx, asked);
    const bindings = bound.map(each =>
      'name' in each ? values[each.name] : each.constant,
    );
    const rows: Row[] = dialect.rowsOf(await reader.raw(sql, bindings));
    const [row] = rows;
    if (!row) return undefined;
    const server = toCalledServer(row, dialect);
    const offered = chosen(rows, asked);
    return {
      server,
      prior: verdictOf(row, server, dialect),
      capability: offered && this.#capabilities.read(offered),
    };
  }

  #queryFor({ method, server }: Asked): Built {
    const variant = [method, ...Object.keys(server)].join(' ');
    const known = this.#built.get(variant);
    if (known) return known;
    const built = namedBindings(named =>
      queryOf(this.#database.reader, { method, server, named }),
    );
    this.#built.set(variant, built);
    return built;
  }
}

/** The query, with a mark in place of each value that differs from call to call. */
function queryOf(
  reader: Knex,
  {
    method,
    server,
    named,
  }: Pick<Asked, 'method' | 'server'> & { named(name: string): string },
): Knex.QueryBuilder {
  return reader('servers')
    .leftJoin('capabilities', join => {
      join
        .on('capabilities.server_id', 'servers.id')
        .andOnNull('capabilities.removed_at')
        .andOn(which => {
          which.onIn('capabilities.key', KINDS_OF[method].map(named));
          if (!BY_URI.has(method)) return;
          which.orOnVal('capabilities.kind', 'resource-template');
        });
    })
    .where('servers.org_id', named('organisation'))
    .modify(whichServer, { server, named })
    .select(
      ...CALLED_SERVER_COLUMNS,
      ...CAPABILITY_COLUMNS.map(
        each => `capabilities.${each} as ${PREFIX}${each}`,
      ),
    )
    .modify(query => {
      // Only where a template may be meant is there more than one of a kind, and the first that fits is taken.
      if (!BY_URI.has(method)) return;
      query.orderBy('capabilities.sort_name').orderBy('capabilities.id');
    });
}

/** A name is that of a server in use; the id may be that of one that was. */
function whichServer(
  query: Knex.QueryBuilder,
  { server, named }: { server: ServerRef; named(name: string): string },
): void {
  if ('id' in server) {
    query.where('servers.id', named('id'));
  } else {
    query
      .where('servers.environment', named('environment'))
      .where('servers.name', named('name'))
      .whereNot('servers.status', 'retired');
  }
}

/** Builds a query once, and says where in it the named values stand. No text of a database holds the mark of a name. */
function namedBindings(
  build: (named: (name: string) => string) => Knex.QueryBuilder,
): Built {
  const { sql, bindings } = build(name => `\0${name}`).toSQL();
  const bound = bindings.map(each =>
    typeof each === 'string' && each.startsWith('\0')
      ? { name: each.slice(1) }
      : { constant: each },
  );
  return { sql, bound };
}

/** By the names of {@link queryOf}; capabilities as the registry keys them. */
function valuesOf(
  { orgId }: RequestContext,
  { server, method, capability }: Asked,
): Values {
  const keys = KINDS_OF[method].map(kind => [
    kind,
    createHash('sha256').update(`${kind}\n${capability}`).digest('hex'),
  ]);
  return { organisation: orgId, ...server, ...Object.fromEntries(keys) };
}

function chosen(
  rows: readonly Row[],
  { method, capability }: Pick<AskedCall, 'method' | 'capability'>,
): Row | undefined {
  const offered = rows
    .filter(row => row[`${PREFIX}id`] !== null)
    .map(row =>
      Object.fromEntries(
        CAPABILITY_COLUMNS.map(each => [each, row[`${PREFIX}${each}`]]),
      ),
    ) as Row[];
  for (const kind of KINDS_OF[method]) {
    const exact = offered.find(
      each => each.kind === kind && each.name === capability,
    );
    if (exact) return exact;
  }
  return BY_URI.has(method)
    ? offered.find(
        each =>
          each.kind === 'resource-template' &&
          fitsTemplate(capability, String(each.name)),
      )
    : undefined;
}
