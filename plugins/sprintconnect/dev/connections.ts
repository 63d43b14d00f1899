import {
  beginLoginSchema,
  type Connection,
  finishLoginSchema,
  type Problem,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { everything, orchard, weather } from './fixtures';
import { ago, idOf } from './moments';
import type { MockWorld } from './mockWorld';

type Answer = { status: number; body?: unknown };
interface Asked {
  params: Record<string, string>;
  body: unknown;
}

const DAY = 24 * 60;

/** Of a link that is the reader's. */
export const linkId = 'L'.repeat(43);
/** Where a login leads. */
export const LOGIN_URL =
  'https://login.example.com/authorize?client_id=sprintconnect&state=s';

/** Accounts of each state: used, never used, and ended. */
export const connections: Connection[] = [
  {
    id: idOf(8801),
    server: serverOf(everything),
    issuer: 'https://login.example.com/realms/acme',
    scopes: ['issues:read', 'issues:write'],
    status: 'connected',
    connectedAt: ago(12 * DAY),
    lastUsedAt: ago(7),
  },
  {
    id: idOf(8802),
    server: serverOf(orchard),
    issuer: 'https://id.orchard.example',
    scopes: [],
    status: 'ended',
    connectedAt: ago(190 * DAY),
    lastUsedAt: ago(3 * DAY),
    endedAt: ago(2 * DAY),
  },
  {
    id: idOf(8803),
    server: serverOf(weather),
    issuer: 'https://login.example.com/realms/acme',
    scopes: ['forecast:read'],
    status: 'connected',
    connectedAt: ago(30),
  },
];

function serverOf({
  id,
  name,
  title,
}: Connection['server']): Connection['server'] {
  return { id, name, title };
}

/** The routes of accounts. */
export function connectionRoutes(
  problem: (given: Partial<Problem>) => Answer,
): Record<string, (world: MockWorld, asked: Asked) => Answer> {
  const missing = () => problem({ status: 404, title: 'Not found' });
  return {
    'GET /v1/connections': world => ({
      status: 200,
      body: { items: world.connections },
    }),
    'POST /v1/connections/logins': (_, { body }) => {
      beginLoginSchema.parse(body);
      return { status: 201, body: { url: LOGIN_URL, expiresAt: ago(-10) } };
    },
    'POST /v1/connections/logins/finish': (world, { body }) => {
      const { answer } = finishLoginSchema.parse(body);
      if (answer.error) {
        return problem({
          type: problemTypeOf('login-refused'),
          status: 422,
          title: 'Login refused',
          detail: 'The login page answered that access was denied.',
        });
      }
      const [first] = connections;
      world.connections = [
        first,
        ...world.connections.filter(({ id }) => id !== first.id),
      ];
      return { status: 201, body: first };
    },
    'GET /v1/connections/links/:id': (_, { params }) =>
      params.id === linkId
        ? {
            status: 200,
            body: { server: serverOf(everything), expiresAt: ago(-10) },
          }
        : missing(),
    'DELETE /v1/connections/:id': (world, { params }) => {
      const before = world.connections;
      world.connections = before.filter(({ id }) => id !== params.id);
      return world.connections.length < before.length
        ? { status: 200, body: { isRevoked: world.revokes } }
        : missing();
    },
  };
}
