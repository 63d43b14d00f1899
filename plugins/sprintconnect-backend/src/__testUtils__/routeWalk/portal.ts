import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import plugin from '../..';
import { startIssuer } from '../../administration/__testUtils__/startIssuer';
import { openTestDatabase, type TestDatabaseId } from '../openTestDatabase';
import { catalogOfPeople, permissionsOfPeople } from './people';

/** Everybody holds what their role says, without a permission backend. */
const ofRoles = [
  permissionsOfPeople,
  mockServices.httpAuth.factory({ defaultCredentials: mockCredentials.none() }),
];

export type Portal = Awaited<ReturnType<typeof startPortal>>;

/**
 * The plugin in a backend, with a catalog of two organisations and an issuer of tokens. No worker and no scheduler runs.
 *
 * @param options - `features` decide instead of the roles of people; `config` goes beside and before what is here, and `backend`
 * into the configuration of the backend
 */
export async function startPortal(
  id: TestDatabaseId,
  options: {
    features?: Parameters<typeof startTestBackend>[0]['features'];
    config?: JsonObject;
    backend?: JsonObject;
  } = {},
) {
  const database = await openTestDatabase({ id });
  const issuer = await startIssuer();
  const claims = {
    subject: 'sub',
    organisation: 'org_id',
    roles: 'roles',
    scopes: 'scope',
  };
  const issuerSettings = JSON.stringify(issuer.settings({ claims }));
  const backend = await startTestBackend({
    features: [
      plugin,
      catalogOfPeople,
      ...(options.features ?? ofRoles),
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: true },
          ...(options.backend && { backend: options.backend }),
          sprintconnect: {
            roles: ['api'],
            limits: { enabled: false },
            egress: { allow: [{ host: '127.0.0.1' }] },
            access: { issuers: [JSON.parse(issuerSettings)] },
            tenancy: {
              mode: 'catalog',
              services: { 'external:ci': 'acme', 'external:limited': 'acme' },
            },
            ...options.config,
          },
        },
      }),
      mockServices.database.factory({ knex: database.reader }),
      mockServices.rootLogger.factory({ level: 'error' }),
    ],
  });
  const base = `http://127.0.0.1:${backend.server.port()}/api/sprintconnect`;
  const send = async (
    address: string,
    init: { method: string; headers: Record<string, string>; body?: object },
  ): Promise<Response> =>
    fetch(base + address, {
      ...init,
      headers: {
        ...init.headers,
        ...(init.body && { 'content-type': 'application/json' }),
      },
      body: init.body && JSON.stringify(init.body),
    });
  return {
    database,
    issuer,
    url: base,
    send,
    stop: async () => {
      await backend.stop();
      await issuer.close();
    },
  };
}
