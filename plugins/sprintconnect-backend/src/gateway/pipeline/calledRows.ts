import { LRUCache } from 'lru-cache';
import type {
  Capability,
  CapabilityKind,
  Era,
  Remote,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect } from '../../ports';
import { recordsOf } from '../../records';
import type { UpstreamTarget } from '../../upstream';

/** What calls know of a server. */
export type CalledServer = Pick<
  Server,
  | 'id'
  | 'name'
  | 'environment'
  | 'remotes'
  | 'tags'
  | 'owner'
  | 'lifecycle'
  | 'status'
  | 'connectTimeoutMs'
  | 'credentialRef'
  | 'login'
  | 'calls'
>;

/** What calls know of a capability. */
export type CalledCapability = Pick<
  Capability,
  'kind' | 'name' | 'digest' | 'annotations' | 'inputSchema' | 'outputSchema'
>;

/** The columns of `servers` that {@link toCalledServer} and {@link verdictOf} read. */
export const CALLED_SERVER_COLUMNS = [
  'id',
  'name',
  'environment',
  'remotes',
  'tags',
  'owner_ref',
  'lifecycle',
  'status',
  'connect_timeout_ms',
  'credential_ref',
  'login',
  'calls',
  'era',
  'era_at',
  'era_remote_url',
  'protocol_version',
].map(column => `servers.${column}`);

type Row = Record<string, unknown>;

/** A row of `servers`. */
export function toCalledServer(row: Row, dialect: Dialect): CalledServer {
  const connectTimeoutMs = row.connect_timeout_ms ?? undefined;
  return {
    id: String(row.id),
    name: String(row.name),
    environment: String(row.environment),
    remotes: dialect.fromJson<Remote[]>(row.remotes) ?? [],
    tags: dialect.fromJson<string[]>(row.tags) ?? [],
    owner: (row.owner_ref ?? undefined) as Server['owner'],
    lifecycle: (row.lifecycle ?? undefined) as Server['lifecycle'],
    status: row.status as Server['status'],
    connectTimeoutMs:
      connectTimeoutMs === undefined ? undefined : Number(connectTimeoutMs),
    credentialRef: (row.credential_ref ?? undefined) as Server['credentialRef'],
    login: (row.login ?? undefined) as Server['login'],
    calls: dialect.fromJson<Server['calls']>(row.calls),
  };
}

/** What the last discovery found of a remote that is still there. */
export function verdictOf(
  row: Row,
  { remotes }: CalledServer,
  dialect: Dialect,
): UpstreamTarget['prior'] {
  const at = dialect.fromTime(row.era_at);
  const remoteUrl = String(row.era_remote_url);
  if (!at || !remotes.some(({ url }) => url === remoteUrl)) return undefined;
  const protocolVersion = String(row.protocol_version);
  return { era: row.era as Era, protocolVersion, at, remoteUrl };
}

/** Definitions are up to 256 KiB each, most below four. */
const KEPT = { max: 1_000, maxSize: 16 * 1024 * 1024 };

/**
 * Reads rows of `capabilities`. Of those that were read last the schemas are kept, because the same few tools are called again and again.
 * A definition of the same kind, name and digest (RFC 8785, SHA-256) is the same definition, whosever it is.
 */
export class CalledCapabilityReader {
  readonly #dialect: Dialect;
  readonly #kept = new LRUCache<string, CalledCapability>(KEPT);

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  read(row: Row): CalledCapability {
    const { kind, name, digest, definition } = row;
    const key = JSON.stringify([kind, name, digest]);
    const known = this.#kept.get(key);
    if (known) return known;
    const whole = this.#dialect.fromJson<Row>(definition) ?? {};
    const capability = {
      kind: kind as CapabilityKind,
      name: String(name),
      digest: String(digest),
      ...recordsOf(whole),
    };
    const size = JSON.stringify(whole).length + key.length;
    this.#kept.set(key, capability, { size });
    return capability;
  }
}
