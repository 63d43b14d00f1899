import type {
  ApiKey,
  AuditRecord,
  Call,
  Capability,
  Change,
  Connection,
  EgressAttempts,
  EgressRule,
  Credential,
  HealthSummary,
  Job,
  JsonObject,
  Me,
  Problem,
  RoleBinding,
  Server,
  ServerHealth,
  SnapshotSummary,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Everything the mock knows. Tests change it as they please; requests change it as they should. */
export interface MockWorld {
  servers: Server[];
  capabilities: Capability[];
  /** What the search over all servers finds. */
  searchable: Capability[];
  /** What the search says it could not do. */
  degraded?: string;
  snapshots: SnapshotSummary[];
  changes: Change[];
  /** Where these differ from what dev/health.ts tells of the server. */
  health: Map<string, ServerHealth>;
  summaries: Map<string, HealthSummary>;
  jobs: Map<string, { serverId: string; kind?: string; steps: Partial<Job>[] }>;
  audit: AuditRecord[];
  /** Newest first. */
  calls: Call[];
  /** What capabilities answer, by name, where it is not what dev/mockResults.ts tells. */
  results: Map<string, JsonObject>;
  apiKeys: ApiKey[];
  /** Shared ones, and those that servers have for themselves. */
  credentials: Credential[];
  /** Accounts of the reader. */
  connections: Connection[];
  /** Whether authorization servers confirm that an account is revoked. */
  revokes: boolean;
  roleBindings: RoleBinding[];
  egressRules: EgressRule[];
  egressAttempts: EgressAttempts['items'];
  me: Me;
  /** What a route answers instead, by method and path pattern such as `GET /v1/servers/:id`. */
  refusals: Map<string, Partial<Problem>>;
  /** Nothing answers, as where the backend is down. */
  unreachable?: boolean;
  /** Every request, as `GET /v1/servers?limit=20`. */
  requests: string[];
}
