import { eventStreamQuerySchema } from '../events';
import { jobQuerySchema } from '../jobs';
import { pathParameters } from './pathParameters';
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
    summary:
      'Register or update the server of a catalog entity; for services only',
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
    summary: 'Retire the server of a removed entity; for services only',
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
      'Stream events (Server-Sent Events): the data of each is an Event, or a StreamGap for `stream.gap`',
    query: eventStreamQuerySchema,
    status: 200,
    streams: ['text/event-stream'],
    resumable: true,
    problems: [],
    notes: {
      429: 'Too many requests or streams; Retry-After says when to try again',
    },
  },
  {
    method: 'get',
    path: '/v1/jobs',
    operationId: 'listJobs',
    summary: 'List jobs, newest first',
    query: jobQuerySchema,
    status: 200,
    answer: 'JobPage',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/jobs/{id}',
    operationId: 'getJob',
    summary: 'Get a job',
    status: 200,
    answer: 'Job',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/secrets/keys',
    operationId: 'listSecretKeys',
    summary:
      'List the keys that wrap secrets, how many each wraps, and which may be removed',
    status: 200,
    answer: 'SecretKeys',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/me',
    operationId: 'me',
    summary: 'Get the caller and their permissions',
    status: 200,
    answer: 'Me',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/health',
    operationId: 'health',
    summary: 'Get the health of the plugin',
    status: 200,
    answer: 'Health',
    problems: [503],
    open: true,
  },
  {
    method: 'get',
    path: '/openapi.json',
    operationId: 'openapi',
    summary: 'Get this document',
    status: 200,
    answer: 'OpenApi',
    problems: [],
    open: true,
  },
];
