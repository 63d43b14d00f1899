import type { z } from 'zod';

/** The names of the schemas in the document. */
export type ComponentName =
  | 'Accepted'
  | 'ApiKey'
  | 'ApiKeyPage'
  | 'AuditPage'
  | 'BindRole'
  | 'CapabilityHits'
  | 'CapabilityPage'
  | 'CapabilityWithServer'
  | 'CatalogServer'
  | 'CreateApiKey'
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
  | 'ProtectedResource'
  | 'RegisterServer'
  | 'RotateApiKey'
  | 'RoleBinding'
  | 'RoleBindingPage'
  | 'Server'
  | 'ServerFacets'
  | 'ServerHealth'
  | 'ServerHitPage'
  | 'ServerPage'
  | 'Snapshot'
  | 'SnapshotDiff'
  | 'SnapshotSummaryPage'
  | 'UpdateServer';

/** One route of the REST contract. */
export interface ApiRoute {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  operationId: string;
  summary: string;
  query?: z.ZodObject;
  body?: ComponentName;
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
  headers?: ('ETag' | 'Location')[];
  /** Problems beyond those that every route may answer. */
  problems: number[];
  /** Needs no caller. */
  open?: boolean;
}
