import { weather } from '../openRegistry';
import type { BadRequests } from './BadRequest';

/** What the catalog, or who poses as it, is refused. */
export const badEntities: BadRequests = {
  'a person who speaks for the catalog': {
    method: 'put',
    path: '/v1/catalog/entities/default/x',
    body: weather({ name: 'x' }),
    status: 403,
  },
  'a person who removes an entity': {
    method: 'delete',
    path: '/v1/catalog/entities/default/weather',
    status: 403,
  },
  'an entity with a credential': {
    method: 'put',
    path: '/v1/catalog/entities/default/x',
    body: {
      ...weather({ name: 'x' }),
      credential: { type: 'bearer', secret: 'hunter2' },
    },
    headers: { 'x-test-caller': 'service:plugin:catalog' },
    status: 400,
    errors: [{ path: 'credential' }],
  },
  'an entity whose address carries a secret': {
    method: 'put',
    path: '/v1/catalog/entities/default/x',
    body: weather({
      name: 'x',
      remotes: [{ type: 'sse', url: 'https://a.example/?password=hunter2' }],
    }),
    headers: { 'x-test-caller': 'service:plugin:catalog' },
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'an entity whose name is taken': {
    method: 'put',
    path: '/v1/catalog/entities/default/y',
    body: weather(),
    headers: { 'x-test-caller': 'service:plugin:catalog' },
    status: 409,
    errors: [{ path: 'name', message: 'is taken' }],
  },
  'an entity of a server registered otherwise': {
    method: 'put',
    path: '/v1/catalog/entities/default/weather-production',
    body: weather({ name: 'x' }),
    headers: { 'x-test-caller': 'service:plugin:catalog' },
    status: 409,
  },
  'an entity with an impossible name': {
    method: 'put',
    path: '/v1/catalog/entities/default/a%20b',
    body: weather({ name: 'x' }),
    headers: { 'x-test-caller': 'service:plugin:catalog' },
    status: 400,
    errors: [{ path: 'name' }],
  },
};
