import request from 'supertest';
import { testApp, type TestDatabaseId } from '../../__testUtils__';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { createOauth } from '../../oauth';
import { loopbackEgress } from '../../oauth/__testUtils__/loopbackEgress';
import {
  type IssuerFaults,
  startIssuer,
} from '../../oauth/__testUtils__/startIssuer';
import { plainOauth } from '../../oauth/__testUtils__/testOauth';
import type { Authorizer, PersonLogin } from '../../ports';
import { openRegistry } from '../../registry/__testUtils__/openRegistry';
import { connectionAddresses } from '../addresses';
import { createConnections } from '../createConnections';

/** What a refusal leaves as it was. */
const WITNESSES = [
  ...['oauth_grants', 'oauth_tokens', 'oauth_flows', 'oauth_clients'],
  ...['connection_links', 'secrets', 'audit_entries', 'outbox_events', 'jobs'],
];

/** The routes of accounts over a real registry, vault, audit trail and database, and a server at which people log in. */
export async function openConnections(
  options: {
    id?: TestDatabaseId;
    denied?: string[];
    authorizer?: Authorizer;
    faults?: IssuerFaults;
    login?: Partial<PersonLogin>;
  } = {},
) {
  const { id, denied, authorizer, faults } = options;
  const world = await openRegistry({
    ...{ id, denied },
    ...(authorizer && { plumbing: { authorizer } }),
  });
  const { plumbing, database, clock } = world;
  const issuer = await startIssuer(faults);
  const { addresses: _plain, audit: _audit, ...plain } = plainOauth;
  const addresses = connectionAddresses({
    portalUrl: 'https://portal.example',
    baseUrl: 'https://portal.example/api/sprintconnect',
  });
  const oauth = createOauth({
    ...{ ...plain, ...plumbing, addresses },
    vault: world.credentials.vault,
    egress: loopbackEgress(),
  });
  closedAfterTest({ close: () => oauth.stop?.() });
  const server = await world.register({ title: 'Weather' });
  const offered = { current: true };
  const loginOf = async (of: { orgId: string; id: string }) =>
    offered.current && of.id === server.id
      ? {
          ...{ orgId: of.orgId, serverId: of.id },
          serverUrl: issuer.serverUrl,
          ...options.login,
        }
      : undefined;
  const connections = createConnections(
    {
      ...{ ...plumbing, grants: oauth.grants, logins: { loginOf } },
      registry: world.service,
    },
    addresses,
  );
  const app = testApp([...connections.routers]);
  const api = request(app);
  const counts = async () =>
    Object.fromEntries(
      await Promise.all(
        WITNESSES.map(async table => [
          table,
          (await database.reader(table).select()).length,
        ]),
      ),
    );
  const begin = async (as = 'user:user:default/ada'): Promise<string> => {
    const { body } = await api
      .post('/v1/connections/logins')
      .set('x-test-caller', as)
      .send({ serverId: server.id })
      .expect(201);
    return body.url;
  };
  const finish = (answer: URLSearchParams, as = 'user:user:default/ada') =>
    api
      .post('/v1/connections/logins/finish')
      .set('x-test-caller', as)
      .send({ answer: Object.fromEntries(answer) });
  const connect = async (as?: string) =>
    (await finish(issuer.answerTo(await begin(as)), as).expect(201)).body;
  const tokenOf = async (userRef = 'user:default/ada') =>
    oauth.grants.personToken(
      { orgId: 'default', userRef },
      (await loginOf({ orgId: 'default', id: server.id }))!,
    );
  const entries = () =>
    database
      .reader('audit_entries')
      .where('action', 'like', 'connection-%')
      .orderBy('id');
  return {
    ...world,
    ...{ issuer, oauth, server, offered, connections, api, app, clock },
    ...{ counts, begin, finish, connect, tokenOf, entries, addresses },
  };
}
