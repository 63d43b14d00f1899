import type {
  CallSettingsOfServer,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect } from '../ports';
import { searchTextOf, type ServerRow, toServer } from '../records';
import type { EraVerdict } from './ObservedServer';

/** A server with what only the registry itself needs to know of it. */
export interface ServerRecord {
  server: Server;
  /** The last version that somebody has looked at. */
  seenVersion?: number;
  /** Digest of the current snapshot. */
  digest?: string;
  verdict?: EraVerdict;
  /** Somebody asked for the discovery that has not come to its end. */
  isRequested: boolean;
  /** When they last asked. */
  requestedAt?: Date;
  /** Discoveries in a row that failed, or of which some list did. */
  failures: number;
  /** The timings that the catalog entity named when it was last heard of. */
  catalogTimings: readonly Timing[];
}

/** What people choose for a server of the catalog, where its entity does not; of `calls` each field by itself. */
export const TIMINGS = [
  'discoveryIntervalSeconds',
  'probeIntervalSeconds',
  'probeTimeoutMs',
  'connectTimeoutMs',
  'calls',
] as const satisfies readonly (keyof Server)[];
export type Timing =
  | Exclude<(typeof TIMINGS)[number], 'calls'>
  | `calls.${keyof CallSettingsOfServer}`;

/** Which of them are said. Pure. */
export function timingsIn(said: Partial<Server>): Timing[] {
  return TIMINGS.flatMap(name => {
    if (name !== 'calls') return said[name] === undefined ? [] : [name];
    const fields = Object.keys(said.calls ?? {});
    return fields.map(field => `calls.${field}` as Timing);
  });
}

export function toServerRecord(row: ServerRow, dialect: Dialect): ServerRecord {
  const at = dialect.fromTime(row.era_at);
  const seen = row.seen_snapshot;
  return {
    server: toServer(row, dialect),
    seenVersion: seen === null || seen === undefined ? undefined : Number(seen),
    digest: (row.current_digest ?? undefined) as string | undefined,
    verdict: at && {
      era: row.era as EraVerdict['era'],
      protocolVersion: String(row.protocol_version),
      remoteUrl: String(row.era_remote_url),
      at,
    },
    isRequested: row.discovery_requested_at !== null,
    requestedAt: dialect.fromTime(row.discovery_requested_at),
    failures: Number(row.failures),
    catalogTimings: dialect.fromJson<Timing[]>(row.catalog_intervals) ?? [],
  };
}

/** What people and the catalog decide about a server; nothing that was observed. */
export function identityColumns(server: Server, dialect: Dialect): ServerRow {
  return {
    name: server.name,
    title: server.title ?? null,
    description: server.description ?? null,
    environment: server.environment,
    lifecycle: server.lifecycle ?? null,
    owner_ref: server.owner ?? null,
    system_ref: server.system ?? null,
    entity_ref: server.entityRef,
    remotes: dialect.toJson(server.remotes),
    tags: dialect.toJson(server.tags),
    search_text: searchTextOf(server.name, server.title, server.description),
    status: server.status,
    credential_ref: server.credentialRef ?? null,
    login: server.login ?? null,
    discovery_interval_seconds: server.discoveryIntervalSeconds ?? null,
    probe_interval_seconds: server.probeIntervalSeconds ?? null,
    probe_timeout_ms: server.probeTimeoutMs ?? null,
    connect_timeout_ms: server.connectTimeoutMs ?? null,
    calls: server.calls ? dialect.toJson(server.calls) : null,
    revision: server.revision,
    updated_at: new Date(server.updatedAt),
  };
}
