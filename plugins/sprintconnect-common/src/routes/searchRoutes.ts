import {
  searchCapabilitiesQuerySchema,
  searchServersQuerySchema,
} from '../search';
import type { ApiRoute } from './ApiRoute';

/** Finding capabilities, whichever server offers them. */
export const searchRoutes: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/discovery/capabilities',
    operationId: 'searchCapabilities',
    summary: 'Search all visible capabilities, best matches first',
    query: searchCapabilitiesQuerySchema,
    status: 200,
    answer: 'CapabilityHits',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/discovery/capabilities/{id}',
    operationId: 'getCapability',
    summary: 'Get a capability with its schemas and its server',
    status: 200,
    answer: 'CapabilityWithServer',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/discovery/servers',
    operationId: 'searchServers',
    summary:
      'List servers you can use, or those with a capability, healthy ones first',
    query: searchServersQuerySchema,
    status: 200,
    answer: 'ServerHitPage',
    problems: [],
  },
];
