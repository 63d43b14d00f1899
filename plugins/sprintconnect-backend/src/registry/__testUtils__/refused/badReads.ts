import { type BadRequest, type BadRequests, NOWHERE } from './BadRequest';

const get = (
  path: string,
  status: number,
  more: Partial<BadRequest> = {},
): BadRequest => ({ method: 'get', path, status, ...more });

/** What is wrong with a query of the list of servers, by the place of the fault. */
const list = (query: string, path: string): BadRequest =>
  get(`/v1/servers?${query}`, 400, { errors: [{ path }] });

/** What cannot be read, or not so. */
export const badReads: BadRequests = {
  'a malformed cursor': {
    ...list('cursor=abc', 'cursor'),
    kind: 'invalid-cursor',
  },
  'a limit out of bounds': list('limit=201', 'limit'),
  'an unknown parameter': list('colour=red', 'colour'),
  'an unknown order': list('orderBy=colour', 'orderBy'),
  'an unknown status': list('status=active,broken', 'status[1]'),
  'an owner that is too long': list(`owner=${'a'.repeat(321)}`, 'owner[0]'),
  'more values than a filter takes': list(
    `tag=${Array.from({ length: 41 }, (_each, at) => at).join()}`,
    'tag',
  ),
  'more fields than there are': list(
    `fields=${Array.from({ length: 40 }, () => 'id').join()}`,
    'fields',
  ),
  'an unknown field of a list': list('fields=name,colour', 'fields'),
  'a server that is not there': get(NOWHERE, 404),
  'a server of another organisation': get('/v1/servers/{id}', 404, {
    headers: { 'x-test-org': 'other' },
  }),
  'a name that is not there': get('/v1/servers/by-name/production/nobody', 404),
  'capabilities of nothing that is there': get(`${NOWHERE}/capabilities`, 404),
  'an unknown kind of capability': get(
    '/v1/servers/{id}/capabilities?kind=spell',
    400,
    { errors: [{ path: 'kind' }] },
  ),
  'versions of nothing that is there': get(`${NOWHERE}/snapshots`, 404),
  'a version that is not there': get('/v1/servers/{id}/snapshots/9', 404),
  'a version that is no number': get('/v1/servers/{id}/snapshots/latest', 400, {
    errors: [{ path: 'version' }],
  }),
  'a difference to nothing': get('/v1/servers/{id}/snapshots/1/diff/2', 404),
};
