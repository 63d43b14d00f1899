import { type BadRequests, NOWHERE } from './BadRequest';

/** Changes of servers that are refused. */
export const badChanges: BadRequests = {
  'a change without If-Match': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { title: 'x' },
    status: 428,
  },
  'a change with a malformed If-Match': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { title: 'x' },
    headers: { 'if-match': '1' },
    status: 400,
  },
  'a change with a stale If-Match': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { title: 'x' },
    headers: { 'if-match': '"7"' },
    status: 412,
  },
  'a change of the name': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { name: 'x' },
    headers: { 'if-match': '"1"' },
    status: 400,
    errors: [{ path: 'name' }],
  },
  'a change to a refused address': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { remotes: [{ type: 'sse', url: 'http://10.1.2.3/' }] },
    headers: { 'if-match': '"1"' },
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'a change to an address with a secret': {
    method: 'patch',
    path: '/v1/servers/{id}',
    body: { remotes: [{ type: 'sse', url: 'https://a.example/?key=hunter2' }] },
    headers: { 'if-match': '"1"' },
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'a change of nothing that is there': {
    method: 'patch',
    path: NOWHERE,
    body: {},
    headers: { 'if-match': '"1"' },
    status: 404,
  },
  'a change of what the catalog says': {
    method: 'patch',
    path: '/v1/servers/{catalog}',
    body: { title: 'x' },
    headers: { 'if-match': '"1"' },
    status: 409,
  },
  'a change of what is retired': {
    method: 'patch',
    path: '/v1/servers/{retired}',
    body: { title: 'x' },
    headers: { 'if-match': '"2"' },
    status: 409,
  },
  'retiring what the catalog says': {
    method: 'delete',
    path: '/v1/servers/{catalog}',
    status: 409,
  },
  'retiring nothing that is there': {
    method: 'delete',
    path: NOWHERE,
    status: 404,
  },
  'discovering nothing that is there': {
    method: 'post',
    path: `${NOWHERE}/discover`,
    status: 404,
  },
  'discovering what is retired': {
    method: 'post',
    path: '/v1/servers/{retired}/discover',
    status: 409,
  },
};
