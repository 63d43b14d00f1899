import { eventStreamQuerySchema } from '../events';
import { jobQuerySchema } from '../jobs';
import { pathParameters } from '../openapi/pathParameters';
import { NOT_HERE } from './notHere';
import type { ApiRoute } from './ApiRoute';

const ofEntity = { name: pathParameters.entity };
const ONE_ENTITY = '/v1/catalog/entities/{namespace}/{name}';

/** The catalog, events, jobs, and the plugin itself. */
export const platformRoutes: readonly ApiRoute[] = [
  {
    method: 'put',
    path: ONE_ENTITY,
    operationId: 'putCatalogEntity',
    summary: 'What the catalog says of a server; for services only',
    params: ofEntity,
    servicesOnly: true,
    body: 'CatalogServer',
    status: 200,
    answer: 'Server',
    headers: ['ETag'],
    problems: [409],
    notes: { 400: NOT_HERE },
  },
  {
    method: 'delete',
    path: ONE_ENTITY,
    operationId: 'deleteCatalogEntity',
    summary: 'The entity is gone; for services only',
    params: ofEntity,
    servicesOnly: true,
    status: 204,
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/events/stream',
    operationId: 'streamEvents',
    summary:
      'What happens, as it happens (Server-Sent Events): the data of each is an Event, and of `stream.gap` a StreamGap',
    query: eventStreamQuerySchema,
    status: 200,
    streams: ['text/event-stream'],
    resumable: true,
    problems: [],
    notes: {
      429: 'Too many requests or streams; Retry-After says when to come back',
    },
  },
  {
    method: 'get',
    path: '/v1/jobs',
    operationId: 'listJobs',
    summary: 'Jobs of the organisation, youngest first',
    query: jobQuerySchema,
    status: 200,
    answer: 'JobPage',
    problems: [],
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
