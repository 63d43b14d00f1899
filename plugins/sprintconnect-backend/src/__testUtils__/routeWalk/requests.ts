import {
  aBinding,
  aCredential,
  anEgressRule,
  aServer,
  type makers,
  type Resources,
} from './resources';

/** How a route is asked. */
export interface RouteRequest {
  /** The address, of what the path names; the path itself where it names nothing. */
  address?: (of: Resources) => string;
  /** What the address names; a success ends or changes it, so that each needs a fresh one. */
  ends?: keyof typeof makers;
  body?: (of: Resources) => object;
  headers?: Record<string, string>;
}

const onServer = (rest: string) => ({
  address: ({ server }: Resources) => `/v1/servers/${server}${rest}`,
});
const entity = {
  address: ({ entity: name }: Resources) =>
    `/v1/catalog/entities/default/${name}`,
};
const onCredential = (rest: string) => ({
  address: ({ credential }: Resources) =>
    `/v1/credentials/${credential}${rest}`,
});
const aSecret = { type: 'bearer', secret: 'walked' };
const first = { 'if-match': '"1"' };
const onKey = (rest: string) => ({
  address: ({ key }: Resources) => `/v1/api-keys/${key}${rest}`,
});
const onRule: RouteRequest = {
  address: ({ rule }) => `/v1/egress/rules/${rule}`,
  ends: 'rule',
  headers: { 'if-match': '"1"' },
};

/** Requests of routes that need more than their path. */
export const REQUESTS: Record<string, RouteRequest> = {
  'POST /v1/servers': { body: aServer },
  // Where nobody answers: that the test was made shows in the status, too.
  'POST /v1/servers/test': {
    body: () => ({
      remotes: [{ type: 'streamable-http', url: 'http://127.0.0.1:65535/mcp' }],
    }),
  },
  'GET /v1/servers/by-name/{environment}/{name}': {
    address: of => `/v1/servers/by-name/production/${of.serverName}`,
  },
  'GET /v1/servers/{id}': onServer(''),
  'PATCH /v1/servers/{id}': {
    ...onServer(''),
    ends: 'server',
    body: () => ({ title: 'Walked' }),
    headers: { 'if-match': '"1"' },
  },
  'DELETE /v1/servers/{id}': { ...onServer(''), ends: 'server' },
  'POST /v1/servers/{id}/discover': onServer('/discover'),
  'POST /v1/servers/{id}/drift/acknowledge': {
    ...onServer('/drift/acknowledge'),
    body: () => ({ version: 1 }),
  },
  'GET /v1/servers/{id}/capabilities': onServer('/capabilities'),
  'GET /v1/servers/{id}/snapshots': onServer('/snapshots'),
  'GET /v1/servers/{id}/snapshots/{version}': onServer('/snapshots/1'),
  'GET /v1/servers/{id}/snapshots/{from}/diff/{to}': onServer(
    '/snapshots/1/diff/2',
  ),
  'GET /v1/servers/{id}/credential': onServer('/credential'),
  'PUT /v1/servers/{id}/credential': {
    ...onServer('/credential'),
    ends: 'server',
    body: () => ({ credential: aSecret }),
    headers: first,
  },
  'DELETE /v1/servers/{id}/credential': {
    ...onServer('/credential'),
    ends: 'server',
  },
  'POST /v1/credentials': { body: aCredential },
  'GET /v1/credentials/{id}': onCredential(''),
  'PATCH /v1/credentials/{id}': {
    ...onCredential(''),
    ends: 'credential',
    body: () => ({ description: 'Walked' }),
    headers: first,
  },
  'DELETE /v1/credentials/{id}': { ...onCredential(''), ends: 'credential' },
  'POST /v1/credentials/{id}/versions': {
    ...onCredential('/versions'),
    ends: 'credential',
    body: () => ({ credential: aSecret }),
    headers: first,
  },
  'DELETE /v1/credentials/{id}/versions/previous': {
    ...onCredential('/versions/previous'),
    ends: 'credential',
  },
  'GET /v1/credentials/{id}/uses': onCredential('/uses'),
  'GET /v1/servers/health-summaries': {
    address: ({ server }) => `/v1/servers/health-summaries?ids=${server}`,
  },
  'GET /v1/servers/{id}/health': onServer('/health'),
  'GET /v1/servers/{id}/health/history': onServer('/health/history'),
  'POST /v1/servers/{id}/probe': onServer('/probe'),
  // Without what it needs: who may call is told so, and nothing is sent.
  'POST /v1/servers/{id}/tools/{name}/call': {
    ...onServer('/tools/second/call'),
    body: () => ({}),
  },
  'POST /v1/servers/{id}/prompts/{name}/get': {
    ...onServer('/prompts/second/get'),
    body: () => ({}),
  },
  'POST /v1/servers/{id}/resources/read': {
    ...onServer('/resources/read'),
    body: () => ({ uri: 'docs://second' }),
  },
  'GET /v1/discovery/capabilities': {
    address: () => '/v1/discovery/capabilities?q=second',
  },
  'GET /v1/discovery/capabilities/{id}': {
    address: ({ capability }) => `/v1/discovery/capabilities/${capability}`,
  },
  'GET /v1/discovery/servers': {
    address: () => '/v1/discovery/servers?capability=second',
  },
  'POST /v1/api-keys': {
    body: () => ({ name: 'made', scopes: ['audit:read'] }),
  },
  'GET /v1/api-keys/{id}': onKey(''),
  'DELETE /v1/api-keys/{id}': { ...onKey(''), ends: 'key' },
  'POST /v1/api-keys/{id}/rotate': {
    ...onKey('/rotate'),
    ends: 'key',
    body: () => ({}),
  },
  'POST /v1/role-bindings': { body: aBinding },
  'DELETE /v1/role-bindings/{id}': {
    address: ({ binding }) => `/v1/role-bindings/${binding}`,
    ends: 'binding',
  },
  'POST /v1/egress/rules': { body: anEgressRule },
  'PATCH /v1/egress/rules/{id}': {
    ...onRule,
    body: () => ({ note: 'Walked' }),
  },
  'DELETE /v1/egress/rules/{id}': onRule,
  'POST /v1/egress/check': {
    body: () => ({ url: 'https://192.0.2.1/', environment: 'production' }),
  },
  // Nobody logs in to the servers of the walk, so that only who may is told so.
  'POST /v1/connections/logins': {
    address: () => '/v1/connections/logins',
    body: ({ server }) => ({ serverId: server }),
  },
  'POST /v1/connections/logins/finish': {
    body: () => ({ answer: { state: 'walked', code: 'walked' } }),
  },
  'GET /v1/connections/links/{id}': {
    address: () => `/v1/connections/links/${'w'.repeat(43)}`,
  },
  'DELETE /v1/connections/{id}': {
    address: ({ server }) => `/v1/connections/${server}`,
  },
  'GET /v1/calls/{id}': { address: ({ call }) => `/v1/calls/${call}` },
  'GET /v1/jobs/{id}': { address: ({ job }) => `/v1/jobs/${job}` },
  'PUT /v1/catalog/entities/{namespace}/{name}': {
    ...entity,
    body: of => ({ ...aServer(), name: of.entity }),
  },
  'DELETE /v1/catalog/entities/{namespace}/{name}': entity,
};
