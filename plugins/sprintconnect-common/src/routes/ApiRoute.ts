import type { z } from 'zod';

/** The names of the schemas in the document. */
export type ComponentName =
  | 'Accepted'
  | 'AcknowledgeDrift'
  | 'ApiKey'
  | 'ApiKeyPage'
  | 'AuditPage'
  | 'BeginLogin'
  | 'BegunLogin'
  | 'BindRole'
  | 'Call'
  | 'CallAnswer'
  | 'CallPage'
  | 'CapabilityHits'
  | 'CapabilityPage'
  | 'CapabilityWithServer'
  | 'CatalogServer'
  | 'CheckEgress'
  | 'ClientDocument'
  | 'Connection'
  | 'ConnectionLink'
  | 'Connections'
  | 'CreateApiKey'
  | 'CreateCredential'
  | 'Credential'
  | 'CredentialPage'
  | 'CredentialUsePage'
  | 'CreateEgressRule'
  | 'Disconnected'
  | 'EgressAttempts'
  | 'EgressCheck'
  | 'EgressRule'
  | 'EgressRulePage'
  | 'EgressSettings'
  | 'FinishLogin'
  | 'Health'
  | 'HealthHistory'
  | 'HealthSummaries'
  | 'IssuedApiKey'
  | 'Job'
  | 'JobPage'
  | 'Me'
  | 'MyRoles'
  | 'OpenApi'
  | 'Organization'
  | 'PromptGet'
  | 'ProtectedResource'
  | 'PutCredential'
  | 'RegisterServer'
  | 'ResourceRead'
  | 'RotateApiKey'
  | 'RotateCredential'
  | 'RoleBinding'
  | 'RoleBindingPage'
  | 'SecretKeys'
  | 'Server'
  | 'ServerFacets'
  | 'ServerHealth'
  | 'ServerHitPage'
  | 'ServerPage'
  | 'ServerTest'
  | 'Snapshot'
  | 'SnapshotDiff'
  | 'SnapshotSummaryPage'
  | 'TestServer'
  | 'ToolCall'
  | 'UpdateCredential'
  | 'UpdateEgressRule'
  | 'UpdateServer';

/** One route of the REST contract. */
export interface ApiRoute {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  operationId: string;
  summary: string;
  /** What stands in the path, where a name means something else than elsewhere. */
  params?: Record<string, z.ZodType>;
  query?: z.ZodObject;
  body?: ComponentName;
  /** The body may be left out. */
  optionalBody?: boolean;
  /** Takes `Idempotency-Key`. */
  repeatable?: boolean;
  /** Requires `If-Match`. */
  conditional?: boolean;
  status: 200 | 201 | 202 | 204;
  answer?: ComponentName;
  /** Media types of an answer that is streamed and not JSON. */
  streams?: readonly string[];
  /** Takes `Last-Event-ID`. */
  resumable?: boolean;
  /** Response headers that matter. */
  headers?: ('ETag' | 'Location' | 'Content-Disposition')[];
  /** Problems beyond those that every route of its kind may answer. */
  problems: number[];
  /** What a status means here, where that is more than elsewhere: rules that no schema can say. */
  notes?: Partial<Record<number, string>>;
  /** Where the answer leads, by name: an operation, and its parameters as runtime expressions (OpenAPI 3.1, section 4.8.20). */
  links?: Record<
    string,
    { operationId: string; parameters: Record<string, string> }
  >;
  /** Needs no caller. */
  open?: boolean;
  /** For services of the portal only. */
  servicesOnly?: boolean;
}
