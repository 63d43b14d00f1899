import { type BadRequests, NOWHERE } from './BadRequest';

/** What cannot be read, or not so. */
export const badReads: BadRequests = {
  'a malformed cursor': {
    method: 'get',
    path: '/v1/servers?cursor=abc',
    status: 400,
    errors: [{ path: 'cursor' }],
  },
  'a limit out of bounds': {
    method: 'get',
    path: '/v1/servers?limit=201',
    status: 400,
    errors: [{ path: 'limit' }],
  },
  'an unknown parameter': {
    method: 'get',
    path: '/v1/servers?colour=red',
    status: 400,
    errors: [{ path: 'colour' }],
  },
  'an unknown order': {
    method: 'get',
    path: '/v1/servers?orderBy=colour',
    status: 400,
    errors: [{ path: 'orderBy' }],
  },
  'an unknown status': {
    method: 'get',
    path: '/v1/servers?status=active,broken',
    status: 400,
    errors: [{ path: 'status[1]' }],
  },
  'an unknown field of a list': {
    method: 'get',
    path: '/v1/servers?fields=name,colour',
    status: 400,
    errors: [{ path: 'fields' }],
  },
  'a server that is not there': { method: 'get', path: NOWHERE, status: 404 },
  'a server of another organisation': {
    method: 'get',
    path: '/v1/servers/{id}',
    headers: { 'x-test-org': 'other' },
    status: 404,
  },
  'a name that is not there': {
    method: 'get',
    path: '/v1/servers/by-name/production/nobody',
    status: 404,
  },
  'capabilities of nothing that is there': {
    method: 'get',
    path: `${NOWHERE}/capabilities`,
    status: 404,
  },
  'an unknown kind of capability': {
    method: 'get',
    path: '/v1/servers/{id}/capabilities?kind=spell',
    status: 400,
    errors: [{ path: 'kind' }],
  },
  'versions of nothing that is there': {
    method: 'get',
    path: `${NOWHERE}/snapshots`,
    status: 404,
  },
  'a version that is not there': {
    method: 'get',
    path: '/v1/servers/{id}/snapshots/9',
    status: 404,
  },
  'a version that is no number': {
    method: 'get',
    path: '/v1/servers/{id}/snapshots/latest',
    status: 400,
    errors: [{ path: 'version' }],
  },
  'a difference to nothing': {
    method: 'get',
    path: '/v1/servers/{id}/snapshots/1/diff/2',
    status: 404,
  },
};
