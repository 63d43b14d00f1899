import type { z } from 'zod';
import { apiKeyQuerySchema } from './apiKeys';
import { auditExportQuerySchema, auditQuerySchema } from './audit';
import { capabilityQuerySchema } from './capabilities';
import { eventStreamQuerySchema } from './events';
import { healthHistoryQuerySchema, healthSummariesQuerySchema } from './health';
import { jobQuerySchema } from './jobs';
import { pageQuerySchema } from './page';
import {
  searchCapabilitiesQuerySchema,
  searchServersQuerySchema,
} from './search';
import { serverFacetsQuerySchema, serverQuerySchema } from './serverQueries';

/** The names of the schemas in the document. */
export type ComponentName =
  | 'Accepted'
  | 'ApiKey'
  | 'ApiKeyPage'
  | 'AuditPage'
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
  | 'OpenApi'
  | 'ProtectedResource'
  | 'RegisterServer'
  | 'RotateApiKey'
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

const ONE_SERVER = '/v1/servers/{id}';
const ONE_ENTITY = '/v1/catalog/entities/{namespace}/{name}';

const SERVERS: ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/servers',
    operationId: 'listServers',
    summary: 'Servers, page by page',
    query: serverQuerySchema,
    status: 200,
    answer: 'ServerPage',
    problems: [400],
  },
  {
    method: 'post',
    path: '/v1/servers',
    operationId: 'registerServer',
    summary: 'Register a server and queue its discovery',
    body: 'RegisterServer',
    repeatable: true,
    status: 201,
    answer: 'Server',
    headers: ['ETag', 'Location'],
    problems: [400, 409, 413, 415, 422],
  },
  {
    method: 'get',
    path: '/v1/servers/facets',
    operationId: 'facets',
    summary: 'Values in use of each filter, with counts',
    query: serverFacetsQuerySchema,
    status: 200,
    answer: 'ServerFacets',
    problems: [400],
  },
  {
    method: 'get',
    path: '/v1/servers/by-name/{environment}/{name}',
    operationId: 'getServerByName',
    summary: 'The server that has a name now',
    status: 200,
    answer: 'Server',
    headers: ['ETag'],
    problems: [404],
  },
  {
    method: 'get',
    path: ONE_SERVER,
    operationId: 'getServer',
    summary: 'One server',
    status: 200,
    answer: 'Server',
    headers: ['ETag'],
    problems: [404],
  },
  {
    method: 'patch',
    path: ONE_SERVER,
    operationId: 'updateServer',
    summary: 'Change a server (JSON merge patch)',
    body: 'UpdateServer',
    repeatable: true,
    conditional: true,
    status: 200,
    answer: 'Server',
    headers: ['ETag'],
    problems: [400, 404, 409, 412, 413, 415, 428],
  },
  {
    method: 'delete',
    path: ONE_SERVER,
    operationId: 'retireServer',
    summary: 'Retire a server; its history stays',
    repeatable: true,
    status: 204,
    problems: [404, 409],
  },
  {
    method: 'post',
    path: `${ONE_SERVER}/discover`,
    operationId: 'discoverServer',
    summary: 'Discover a server now',
    repeatable: true,
    status: 202,
    answer: 'Accepted',
    headers: ['Location'],
    problems: [404, 409],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/capabilities`,
    operationId: 'listCapabilities',
    summary: 'What a server offers now',
    query: capabilityQuerySchema,
    status: 200,
    answer: 'CapabilityPage',
    problems: [400, 404],
  },
];

const SNAPSHOTS: ApiRoute[] = [
  {
    method: 'get',
    path: `${ONE_SERVER}/snapshots`,
    operationId: 'listSnapshots',
    summary: 'Versions of what a server offers, newest first',
    query: pageQuerySchema,
    status: 200,
    answer: 'SnapshotSummaryPage',
    problems: [400, 404],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/snapshots/{version}`,
    operationId: 'getSnapshot',
    summary: 'One version with its content',
    status: 200,
    answer: 'Snapshot',
    problems: [400, 404],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/snapshots/{from}/diff/{to}`,
    operationId: 'diffSnapshots',
    summary: 'The graded difference between two versions',
    status: 200,
    answer: 'SnapshotDiff',
    problems: [400, 404],
  },
];

const HEALTH: ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/servers/health-summaries',
    operationId: 'healthSummaries',
    summary: 'What a list shows of the health of its servers',
    query: healthSummariesQuerySchema,
    status: 200,
    answer: 'HealthSummaries',
    problems: [400],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/health`,
    operationId: 'getHealth',
    summary: 'Whether a server works, and how well it did',
    status: 200,
    answer: 'ServerHealth',
    problems: [404],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/health/history`,
    operationId: 'healthHistory',
    summary: 'Probes or their hourly or daily sums, and incidents',
    query: healthHistoryQuerySchema,
    status: 200,
    answer: 'HealthHistory',
    problems: [400, 404],
  },
  {
    method: 'post',
    path: `${ONE_SERVER}/probe`,
    operationId: 'probeServer',
    summary: 'Probe a server now',
    repeatable: true,
    status: 202,
    answer: 'Accepted',
    headers: ['Location'],
    problems: [404, 409],
  },
];

const SEARCH: ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/discovery/capabilities',
    operationId: 'searchCapabilities',
    summary: 'Ranked search over all visible capabilities',
    query: searchCapabilitiesQuerySchema,
    status: 200,
    answer: 'CapabilityHits',
    problems: [400],
  },
  {
    method: 'get',
    path: '/v1/discovery/capabilities/{id}',
    operationId: 'getCapability',
    summary: 'One capability with its schemas and its server',
    status: 200,
    answer: 'CapabilityWithServer',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/discovery/servers',
    operationId: 'searchServers',
    summary: 'Servers that offer a capability, healthy ones first',
    query: searchServersQuerySchema,
    status: 200,
    answer: 'ServerHitPage',
    problems: [400],
  },
];

const ACCESS: ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/api-keys',
    operationId: 'listApiKeys',
    summary: 'API keys of the organisation, youngest first',
    query: apiKeyQuerySchema,
    status: 200,
    answer: 'ApiKeyPage',
    problems: [400],
  },
  {
    method: 'post',
    path: '/v1/api-keys',
    operationId: 'createApiKey',
    summary: 'Make an API key; its secret is answered this once',
    body: 'CreateApiKey',
    status: 201,
    answer: 'IssuedApiKey',
    headers: ['Location'],
    problems: [400, 413, 415],
  },
  {
    method: 'get',
    path: '/v1/api-keys/{id}',
    operationId: 'getApiKey',
    summary: 'One API key, without its secret',
    status: 200,
    answer: 'ApiKey',
    problems: [404],
  },
  {
    method: 'delete',
    path: '/v1/api-keys/{id}',
    operationId: 'revokeApiKey',
    summary: 'End an API key at once, on every instance',
    status: 204,
    problems: [404],
  },
  {
    method: 'post',
    path: '/v1/api-keys/{id}/rotate',
    operationId: 'rotateApiKey',
    summary: 'A new secret now; the one of before stays good for a while',
    body: 'RotateApiKey',
    status: 200,
    answer: 'IssuedApiKey',
    problems: [400, 404, 409, 413, 415],
  },
  {
    method: 'get',
    path: '/.well-known/oauth-protected-resource',
    operationId: 'protectedResource',
    summary: 'Where tokens come from (RFC 9728)',
    status: 200,
    answer: 'ProtectedResource',
    problems: [],
    open: true,
  },
];

const REST: ApiRoute[] = [
  {
    method: 'put',
    path: ONE_ENTITY,
    operationId: 'putCatalogEntity',
    summary: 'What the catalog says of a server; for services only',
    body: 'CatalogServer',
    status: 200,
    answer: 'Server',
    headers: ['ETag'],
    problems: [400, 409, 413, 415],
  },
  {
    method: 'delete',
    path: ONE_ENTITY,
    operationId: 'deleteCatalogEntity',
    summary: 'The entity is gone; for services only',
    status: 204,
    problems: [400],
  },
  {
    method: 'get',
    path: '/v1/events/stream',
    operationId: 'streamEvents',
    summary: 'What happens, as it happens (Server-Sent Events)',
    query: eventStreamQuerySchema,
    status: 200,
    streams: ['text/event-stream'],
    resumable: true,
    problems: [400, 503],
  },
  {
    method: 'get',
    path: '/v1/jobs',
    operationId: 'listJobs',
    summary: 'Jobs of the organisation, youngest first',
    query: jobQuerySchema,
    status: 200,
    answer: 'JobPage',
    problems: [400],
  },
  {
    method: 'get',
    path: '/v1/jobs/{id}',
    operationId: 'getJob',
    summary: 'One job',
    status: 200,
    answer: 'Job',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/me',
    operationId: 'me',
    summary: 'Who asks, and what they may do',
    status: 200,
    answer: 'Me',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/health',
    operationId: 'health',
    summary: 'Whether the plugin works',
    status: 200,
    answer: 'Health',
    problems: [503],
    open: true,
  },
  {
    method: 'get',
    path: '/openapi.json',
    operationId: 'openapi',
    summary: 'This document',
    status: 200,
    answer: 'OpenApi',
    problems: [],
    open: true,
  },
];

const AUDIT: ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/audit',
    operationId: 'listAudit',
    summary: 'Who did what, newest first',
    query: auditQuerySchema,
    status: 200,
    answer: 'AuditPage',
    problems: [400],
  },
  {
    method: 'get',
    path: '/v1/audit/export',
    operationId: 'exportAudit',
    summary: 'Who did what, all of it as a stream, newest first',
    query: auditExportQuerySchema,
    status: 200,
    streams: ['application/x-ndjson', 'text/csv'],
    problems: [400],
  },
];

/** Every route of the REST contract that exists. */
export const apiRoutes: readonly ApiRoute[] = [
  ...SERVERS,
  ...SNAPSHOTS,
  ...HEALTH,
  ...SEARCH,
  ...ACCESS,
  ...REST,
  ...AUDIT,
];
