import { eventStreamQuerySchema } from '../events';
import { jobQuerySchema } from '../jobs';
import type { ApiRoute } from './ApiRoute';

const ONE_ENTITY = '/v1/catalog/entities/{namespace}/{name}';

/** The catalog, events, jobs, and the plugin itself. */
export const platformRoutes: readonly ApiRoute[] = [
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
