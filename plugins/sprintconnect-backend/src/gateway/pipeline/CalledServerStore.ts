import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type {
  CapabilityKind,
  Era,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Database, RequestContext } from '../../ports';
import {
  LISTED_COLUMNS,
  storable,
  toCapability,
  toServer,
} from '../../records';
import type { UpstreamTarget } from '../../upstream';
import type { AskedCall, ServerRef } from '../call/Call';
import { fitsTemplate } from './fitsTemplate';
import type { FoundServer } from './Passage';

const CAPABILITY_COLUMNS = [
  'id',
  'kind',
  'name',
  'definition',
  'notes',
  'digest',
  'first_seen',
  'last_seen',
];
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

/** The tables `servers` and `capabilities`, as a call asks for one of each. */
export class CalledServerStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * The server, whoever may see it, and of what it offers now the one that was asked for, by its whole name: one query, so that what is
   * there takes as long as what is not. A resource that the server does not list is the template that its URI fits.
   */
  async find(
    ctx: RequestContext,
    asked: Pick<AskedCall, 'server' | 'method' | 'capability'>,
  ): Promise<FoundServer | undefined> {
    const { reader, dialect } = this.#database;
    const names = Object.values(asked.server);
    if (names.some(each => storable(each) !== each)) return undefined;
    const rows: Row[] = await reader('servers')
      .leftJoin('capabilities', join => {
        join
          .on('capabilities.server_id', 'servers.id')
          .andOnNull('capabilities.removed_at')
          .andOn(which => {
            which.onIn('capabilities.key', keysOf(asked));
            if (!BY_URI.has(asked.method)) return;
            which.orOnVal('capabilities.kind', 'resource-template');
          });
      })
      .where('servers.org_id', ctx.orgId)
      .modify(whichServer, asked.server)
      .select(
        ...LISTED_COLUMNS,
        'servers.era_at',
        'servers.era_remote_url',
        ...CAPABILITY_COLUMNS.map(
          each => `capabilities.${each} as ${PREFIX}${each}`,
        ),
      )
      .orderBy('capabilities.sort_name')
      .orderBy('capabilities.id');
    const [row] = rows;
    if (!row) return undefined;
    const server = toServer(row, dialect);
    const offered = chosen(rows, asked);
    return {
      server,
      prior: this.#verdictOf(row, server.remotes),
      capability: offered && toCapability(offered, { dialect, server }),
    };
  }

  #verdictOf(
    row: Row,
    remotes: readonly { url?: string }[],
  ): UpstreamTarget['prior'] {
    const at = this.#database.dialect.fromTime(row.era_at);
    const remoteUrl = String(row.era_remote_url);
    if (!at || !remotes.some(({ url }) => url === remoteUrl)) return undefined;
    const protocolVersion = String(row.protocol_version);
    return { era: row.era as Era, protocolVersion, at, remoteUrl };
  }
}

/** As the registry keys them. */
function keysOf({
  method,
  capability,
}: Pick<AskedCall, 'method' | 'capability'>): string[] {
  return KINDS_OF[method].map(kind =>
    createHash('sha256').update(`${kind}\n${capability}`).digest('hex'),
  );
}

/** A name is that of a server in use; the id may be that of one that was. */
function whichServer(query: Knex.QueryBuilder, ref: ServerRef): void {
  if ('id' in ref) {
    query.where('servers.id', ref.id);
  } else {
    const { environment, name } = ref;
    query
      .where({ 'servers.environment': environment, 'servers.name': name })
      .whereNot('servers.status', 'retired');
  }
}

function chosen(
  rows: readonly Row[],
  { method, capability }: Pick<AskedCall, 'method' | 'capability'>,
): Row | undefined {
  const offered = rows
    .filter(row => row[`${PREFIX}id`] !== null)
    .map(row => ({
      server_id: row.id,
      ...Object.fromEntries(
        CAPABILITY_COLUMNS.map(each => [each, row[`${PREFIX}${each}`]]),
      ),
    })) as Row[];
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
