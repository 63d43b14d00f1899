import { capabilityQuerySchema } from '../capabilities';
import { snapshotQuerySchema } from '../snapshots';
import { serverFacetsQuerySchema, serverQuerySchema } from '../serverQueries';
import { NOT_HERE } from './notHere';
import { TO_JOB } from './toJob';
import type { ApiRoute } from './ApiRoute';

const ONE_SERVER = '/v1/servers/{id}';

/** Servers, what they offer, and the versions of it. */
export const serverRoutes: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/servers',
    operationId: 'listServers',
    summary:
      'List servers; `instructions` and `access` only if `fields` includes them',
    query: serverQuerySchema,
    status: 200,
    answer: 'ServerPage',
    links: {
      server: {
        operationId: 'getServer',
        parameters: { id: '$response.body#/items/0/id' },
      },
    },
    problems: [],
  },
  {
    method: 'post',
    path: '/v1/servers',
    operationId: 'registerServer',
    summary: 'Register a server and queue its first refresh',
    body: 'RegisterServer',
    repeatable: true,
    status: 201,
    answer: 'Server',
    headers: ['ETag', 'Location'],
    problems: [409, 422],
    notes: {
      400: NOT_HERE,
      422: 'No shared credential of that name can be used, or it was given for another origin',
    },
  },
  {
    method: 'post',
    path: '/v1/servers/test',
    operationId: 'testServer',
    summary:
      'Connect to a server and say what it offers, without registering it',
    body: 'TestServer',
    status: 200,
    answer: 'ServerTest',
    problems: [422, 502, 504],
    notes: {
      400: NOT_HERE,
      422: 'The server asks for a credential or rejects it, the one that was named cannot be used, or this installation does not connect there',
      502: 'The server cannot be reached, or does not answer as MCP asks',
      504: 'The server did not answer in time',
    },
  },
  {
    method: 'get',
    path: '/v1/servers/facets',
    operationId: 'facets',
    summary: 'Get the values of each filter, with counts',
    query: serverFacetsQuerySchema,
    status: 200,
    answer: 'ServerFacets',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/servers/by-name/{environment}/{name}',
    operationId: 'getServerByName',
    summary: 'Get a server by its name',
    status: 200,
    answer: 'Server',
    headers: ['ETag'],
    problems: [404],
  },
  {
    method: 'get',
    path: ONE_SERVER,
    operationId: 'getServer',
    summary: 'Get a server',
    status: 200,
    answer: 'Server',
    headers: ['ETag'],
    problems: [404],
  },
  {
    method: 'patch',
    path: ONE_SERVER,
    operationId: 'updateServer',
    summary: 'Update a server (JSON merge patch)',
    body: 'UpdateServer',
    repeatable: true,
    conditional: true,
    status: 200,
    answer: 'Server',
    headers: ['ETag'],
    problems: [404, 409, 422],
    notes: {
      400: NOT_HERE,
      422: 'No shared credential of that name can be used, or the remotes lead to another origin than the credential was given for',
    },
  },
  {
    method: 'delete',
    path: ONE_SERVER,
    operationId: 'retireServer',
    summary: 'Retire a server; its history is kept',
    repeatable: true,
    status: 204,
    problems: [404, 409],
  },
  {
    method: 'post',
    path: `${ONE_SERVER}/discover`,
    operationId: 'discoverServer',
    summary: 'Refresh a server',
    repeatable: true,
    status: 202,
    answer: 'Accepted',
    links: TO_JOB,
    headers: ['Location'],
    problems: [404, 409],
  },
  {
    method: 'post',
    path: `${ONE_SERVER}/drift/acknowledge`,
    operationId: 'acknowledgeDrift',
    summary: 'Say that somebody has looked at what changed up to a version',
    body: 'AcknowledgeDrift',
    repeatable: true,
    status: 200,
    answer: 'Server',
    problems: [404, 409],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/capabilities`,
    operationId: 'listCapabilities',
    summary: 'List the capabilities of a server',
    query: capabilityQuerySchema,
    status: 200,
    answer: 'CapabilityPage',
    links: {
      capability: {
        operationId: 'getCapability',
        parameters: { id: '$response.body#/items/0/id' },
      },
    },
    problems: [404],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/snapshots`,
    operationId: 'listSnapshots',
    summary: 'List the versions of a server, newest first',
    query: snapshotQuerySchema,
    status: 200,
    answer: 'SnapshotSummaryPage',
    links: {
      snapshot: {
        operationId: 'getSnapshot',
        parameters: {
          id: '$request.path.id',
          version: '$response.body#/items/0/version',
        },
      },
      diff: {
        operationId: 'diffSnapshots',
        parameters: {
          id: '$request.path.id',
          from: '$response.body#/items/0/version',
          to: '$response.body#/items/0/version',
        },
      },
    },
    problems: [404],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/snapshots/{version}`,
    operationId: 'getSnapshot',
    summary: 'Get a version with its content',
    status: 200,
    answer: 'Snapshot',
    problems: [404],
  },
  {
    method: 'get',
    path: `${ONE_SERVER}/snapshots/{from}/diff/{to}`,
    operationId: 'diffSnapshots',
    summary: 'Compare two versions',
    status: 200,
    answer: 'SnapshotDiff',
    problems: [404],
  },
];
