import type {
  ListFault,
  Remote,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect } from '../ports';

/** A row of `servers`, as either database answers it. */
export type ServerRow = Record<string, unknown>;

/**
 * The columns of `servers` that lists read: what {@link toServer} shows but the instructions, a text of any server's making that
 * is long and that no list shows unless it is asked for.
 */
export const LISTED_COLUMNS = [
  'id',
  'org_id',
  'name',
  'title',
  'description',
  'environment',
  'remotes',
  'tags',
  'owner_ref',
  'lifecycle',
  'system_ref',
  'discovery_interval_seconds',
  'probe_interval_seconds',
  'probe_timeout_ms',
  'connect_timeout_ms',
  'calls',
  'credential_ref',
  'login',
  'entity_ref',
  'status',
  'origin',
  'era',
  'protocol_version',
  'server_info',
  'tools',
  'resources',
  'resource_templates',
  'prompts',
  'health_status',
  'health_since',
  'health_latency_ms',
  'current_snapshot',
  'approved_snapshot',
  'seen_snapshot',
  'drift_warnings',
  'revision',
  'created_at',
  'updated_at',
  'last_discovered_at',
  'error_code',
  'error_message',
  'error_at',
  'list_faults',
].map(column => `servers.${column}`);

/** The server as callers see it; absent fields are absent, not undefined. */
export function toServer(row: ServerRow, dialect: Dialect): Server {
  const time = (value: unknown) => dialect.fromTime(value)?.toISOString();
  const errorAt = time(row.error_at);
  return present<Server>({
    id: String(row.id),
    orgId: String(row.org_id),
    name: String(row.name),
    title: text(row.title),
    description: text(row.description),
    environment: String(row.environment),
    remotes: dialect.fromJson<Remote[]>(row.remotes) ?? [],
    tags: dialect.fromJson<string[]>(row.tags) ?? [],
    owner: text(row.owner_ref),
    lifecycle: text(row.lifecycle),
    system: text(row.system_ref),
    discoveryIntervalSeconds: number(row.discovery_interval_seconds),
    probeIntervalSeconds: number(row.probe_interval_seconds),
    probeTimeoutMs: number(row.probe_timeout_ms),
    connectTimeoutMs: number(row.connect_timeout_ms),
    calls: dialect.fromJson<Server['calls']>(row.calls),
    credentialRef: text(row.credential_ref),
    login: (row.login ?? undefined) as Server['login'],
    entityRef: String(row.entity_ref),
    status: row.status as Server['status'],
    origin: row.origin as Server['origin'],
    era: (row.era ?? undefined) as Server['era'],
    protocolVersion: text(row.protocol_version),
    serverInfo: dialect.fromJson<Server['serverInfo']>(row.server_info),
    instructions: text(row.instructions),
    counts: {
      tools: Number(row.tools),
      resources: Number(row.resources),
      resourceTemplates: Number(row.resource_templates),
      prompts: Number(row.prompts),
    },
    health: present<Server['health']>({
      status: row.health_status as Server['health']['status'],
      since: time(row.health_since),
      latencyMs: number(row.health_latency_ms),
    }),
    snapshot: present<Server['snapshot']>({
      current: number(row.current_snapshot),
      approved: number(row.approved_snapshot),
    }),
    drift: row.drift_warnings
      ? {
          warnings: Number(row.drift_warnings),
          sinceVersion: Number(row.seen_snapshot),
        }
      : undefined,
    revision: Number(row.revision),
    createdAt: time(row.created_at) as string,
    updatedAt: time(row.updated_at) as string,
    lastDiscoveredAt: time(row.last_discovered_at),
    lastError: errorAt
      ? {
          code: String(row.error_code),
          message: String(row.error_message),
          at: errorAt,
        }
      : undefined,
    listFaults: dialect.fromJson<ListFault[]>(row.list_faults),
  });
}

/** What a search looks into: lower case by Unicode, which the databases do each in their own way. */
export function searchTextOf(...texts: (string | undefined)[]): string {
  return storable(
    texts
      .filter(each => each !== undefined)
      .join('\n')
      .toLowerCase(),
  );
}

/** PostgreSQL cannot hold U+0000 in text, nor UTF-8 half a surrogate pair, and servers may send both. */
export function storable(value: string): string {
  return value.replaceAll('\u0000', '\uFFFD').replace(/\p{Cs}/gu, '\uFFFD');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

function present<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined),
  ) as T;
}
