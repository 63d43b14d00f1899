import { weather } from '../openRegistry';
import type { BadRequest, BadRequests } from './BadRequest';

/** What the catalog says of an entity of this name. */
const put = (
  entity: string,
  bad: Partial<BadRequest> & { status: number },
): BadRequest => ({
  method: 'put',
  path: `/v1/catalog/entities/default/${entity}`,
  body: weather({ name: 'x' }),
  headers: { 'x-test-caller': 'service:plugin:catalog' },
  ...bad,
});

/** What the catalog, or who poses as it, is refused. */
export const badEntities: BadRequests = {
  'a person who speaks for the catalog': put('x', {
    headers: {},
    status: 403,
    kind: 'catalog-only',
  }),
  'a person who removes an entity': {
    method: 'delete',
    path: '/v1/catalog/entities/default/weather',
    status: 403,
    kind: 'catalog-only',
  },
  'an entity with a credential': put('x', {
    body: {
      ...weather({ name: 'x' }),
      credential: { type: 'bearer', secret: 'hunter2' },
    },
    status: 400,
    errors: [{ path: 'credential' }],
  }),
  'an entity whose address carries a secret': put('x', {
    body: weather({
      name: 'x',
      remotes: [{ type: 'sse', url: 'https://a.example/?password=hunter2' }],
    }),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  }),
  'an entity whose name is already used': put('y', {
    body: weather(),
    status: 409,
    kind: 'name-taken',
    errors: [{ path: 'name', message: 'is already used' }],
  }),
  'an entity of a server registered otherwise': put('weather-production', {
    status: 409,
    kind: 'entity-taken',
  }),
  'an entity with an impossible name': put('a%20b', {
    status: 400,
    errors: [{ path: 'name' }],
  }),
};
