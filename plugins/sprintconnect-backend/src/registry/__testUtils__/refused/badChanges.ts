import { type BadRequest, type BadRequests, NOWHERE } from './BadRequest';

/** A change that only what is given here makes bad. */
const patch = (bad: Partial<BadRequest> & { status: number }): BadRequest => ({
  method: 'patch',
  path: '/v1/servers/{id}',
  body: { title: 'x' },
  headers: { 'if-match': '"1"' },
  ...bad,
});

/** Changes of servers that are refused. */
export const badChanges: BadRequests = {
  'a change without If-Match': patch({
    headers: {},
    status: 428,
    kind: 'if-match-missing',
  }),
  'a change with a malformed If-Match': patch({
    headers: { 'if-match': '1' },
    status: 400,
  }),
  'a change with a stale If-Match': patch({
    headers: { 'if-match': '"7"' },
    status: 412,
    kind: 'stale-revision',
  }),
  'a change of the name': patch({
    body: { name: 'x' },
    status: 400,
    errors: [{ path: 'name' }],
  }),
  'a change to a refused address': patch({
    body: { remotes: [{ type: 'sse', url: 'http://10.1.2.3/' }] },
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  }),
  'a change to an address with a secret': patch({
    body: { remotes: [{ type: 'sse', url: 'https://a.example/?key=hunter2' }] },
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  }),
  'a change of nothing that is there': patch({
    path: NOWHERE,
    body: {},
    status: 404,
  }),
  'a change of what the catalog says': patch({
    path: '/v1/servers/{catalog}',
    status: 409,
    kind: 'owned-by-catalog',
  }),
  'a change of what is retired': patch({
    path: '/v1/servers/{retired}',
    headers: { 'if-match': '"2"' },
    status: 409,
    kind: 'server-retired',
  }),
  'retiring what the catalog says': {
    method: 'delete',
    path: '/v1/servers/{catalog}',
    status: 409,
    kind: 'owned-by-catalog',
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
    kind: 'server-retired',
  },
};
