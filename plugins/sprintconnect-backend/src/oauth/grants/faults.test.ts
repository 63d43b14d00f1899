import {
  createRecorders,
  databaseIds,
  fixedClock,
  openTestDatabase,
  type TestDatabaseId,
} from '../../__testUtils__';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import type { Person, PersonLogin } from '../../ports';
import { openTestSecrets } from '../../secrets/__testUtils__/openTestSecrets';
import { failureOf } from '../__testUtils__/failureOf';
import { loopbackEgress } from '../__testUtils__/loopbackEgress';
import { type IssuerFaults, startIssuer } from '../__testUtils__/startIssuer';
import { plainOauth } from '../__testUtils__/testOauth';
import { createOauth } from '../createOauth';
import { oauthSettingsSchema } from './OauthSettings';

/* Each fault of an authorization server that was met in the wild, and what comes of it. */

const ada: Person = { orgId: 'acme', userRef: 'user:default/ada' };
const eve: Person = { orgId: 'acme', userRef: 'user:default/eve' };
const { signal } = new AbortController();
const KEPT = ['oauth_grants', 'oauth_tokens', 'oauth_clients', 'secrets'];

async function world(
  faults: IssuerFaults = {},
  options: {
    id?: TestDatabaseId;
    login?(at: { issuer: string; serverUrl: string }): Partial<PersonLogin>;
    clients?(issuer: string): object[];
  } = {},
) {
  const made = await startIssuer(faults);
  const { issuer, serverUrl } = made;
  const database = await openTestDatabase(options);
  const { vault } = await openTestSecrets(database);
  const clock = fixedClock(new Date().toISOString());
  const recorders = createRecorders();
  const instance = () => {
    const oauth = createOauth({
      ...{ ...plainOauth, ...recorders, clock, database, vault },
      egress: loopbackEgress(),
      settings: oauthSettingsSchema.parse({
        clients: options.clients?.(issuer) ?? [],
      }),
    });
    closedAfterTest({ close: () => oauth.stop?.() });
    return oauth.grants;
  };
  const grants = instance();
  const login: PersonLogin = {
    ...{ orgId: 'acme', serverId: 's1', serverUrl },
    ...options.login?.(made),
  };
  const recorded: string[] = [];
  const begin = async (person = ada) =>
    (await grants.begin({ person, login }, signal)).url;
  const finish = (answer: URLSearchParams, person = ada) =>
    grants.finish(
      {
        ...{ person, login, answer },
        record: async (_tx, { id }) => {
          recorded.push(id);
        },
      },
      signal,
    );
  const connect = async (person = ada) =>
    finish(made.answerTo(await begin(person)), person);
  const tokenOf = (person = ada, from = grants) =>
    from.personToken(person, login);
  const counts = async () =>
    Promise.all(
      KEPT.map(async table => (await database.reader(table).select()).length),
    );
  /** Nothing was connected, sealed, told or queued. */
  const expectNothing = async (clients = 0) => {
    expect(await counts()).toEqual([0, 0, clients, 0]);
    expect([recorded, recorders.entries, recorders.events]).toEqual([
      ...[[], [], []],
    ]);
    expect(recorders.enqueued).toEqual([]);
    expect(await grants.list(ada)).toEqual([]);
  };
  return {
    ...{ ...made, ...recorders, database, clock, grants, instance, login },
    ...{ begin, finish, connect, tokenOf, counts, expectNothing, recorded },
  };
}

const parametersOf = (url: string) =>
  Object.fromEntries(new URL(url).searchParams);

describe('an authorization server that refuses `resource`', () => {
  // As Entra ID does, with AADSTS9010010 or invalid_target.
  const faults: IssuerFaults = {
    token: asked =>
      'resource' in asked
        ? { status: 400, body: { error: 'invalid_target' } }
        : undefined,
  };

  it('connects nobody while it is sent', async () => {
    const { connect, asked, expectNothing } = await world(faults);
    const error = await failureOf(connect());
    expect(error.said).toBe('invalid_target');
    expect(asked).toHaveLength(1);
    await expectNothing(1);
  });

  it.each(['login', 'configuration'])(
    'connects where the %s says to omit it, and renews without it',
    async where => {
      const omit = { resource: 'omit' as const };
      const { begin, connect, tokenOf, asked, clock } = await world(
        faults,
        where === 'login'
          ? { login: () => omit }
          : { clients: issuer => [{ issuer, clientId: 'known', ...omit }] },
      );
      expect(parametersOf(await begin())).not.toHaveProperty('resource');
      await connect();
      clock.advance(600_000);
      expect((await tokenOf())?.text).toMatch(/^hush-access/);
      expect(asked.map(each => 'resource' in each)).toEqual([false, false]);
    },
  );
});

describe('an authorization server whose metadata says another issuer', () => {
  const says = 'https://says.example/v2.0';
  const faults: IssuerFaults = { metadata: { issuer: says } };

  it('is refused', async () => {
    const { begin, expectNothing } = await world(faults);
    const error = await failureOf(begin());
    expect(error.code).toBe('authorization-server-invalid');
    expect(error.message).toMatch(/RFC 8414, section 3\.3/);
    await expectNothing();
  });

  it.each([
    ['another name', { named: 'https://other.example' }],
    ['another saying', { says: 'https://other.example' }],
  ])('is refused with an exception for %s', async (_what, exception) => {
    const { begin, expectNothing } = await world(faults, {
      login: ({ issuer }) => ({
        issuerException: { ...{ named: issuer, says }, ...exception },
      }),
    });
    const error = await failureOf(begin());
    expect(error.code).toBe('authorization-server-invalid');
    await expectNothing();
  });

  it('is taken with the exception, and its token no longer without', async () => {
    const { begin, finish, answerTo, grants, login, issuer } = await world(
      faults,
      { login: at => ({ issuerException: { named: at.issuer, says } }) },
    );
    // The answer must then be of the issuer that the metadata says.
    const wrong = answerTo(await begin());
    expect((await failureOf(finish(wrong))).code).toBe('login-refused');
    const grant = await finish(answerTo(await begin(), { iss: says }));
    expect(grant.plan).toMatchObject({
      ...{ issuer: says, named: issuer },
      exception: { named: issuer, says },
    });
    expect((await grants.personToken(ada, login))?.text).toMatch(/^hush/);
    const { issuerException: _gone, ...without } = login;
    expect(await grants.personToken(ada, without)).toBeUndefined();
  });
});

describe('a server whose metadata is of another resource', () => {
  it.each([
    'https://elsewhere.example/mcp',
    'http://127.0.0.1:1/mcp',
    'not a url',
    7,
  ])('%s: is refused', async resource => {
    const { begin, expectNothing, site } = await world({
      resource: { resource },
    });
    const error = await failureOf(begin());
    expect(error.code).toBe('authorization-server-invalid');
    expect(site.paths().filter(path => path.includes('/as'))).toEqual([]);
    await expectNothing();
  });

  it('is refused where it is below the server or beside it', async () => {
    const faults: IssuerFaults = {};
    const { begin, expectNothing, serverUrl } = await world(faults);
    for (const resource of [`${serverUrl}/below`, `${serverUrl}-beside`]) {
      faults.resource = { resource };
      expect((await failureOf(begin())).code).toBe(
        'authorization-server-invalid',
      );
    }
    await expectNothing();
  });
});

describe('an authorization server that takes secrets in the header alone', () => {
  const faults: IssuerFaults = {
    metadata: {
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    },
    token: (asked, { headers }) =>
      headers.authorization?.startsWith('Basic ') && !('client_secret' in asked)
        ? undefined
        : { status: 401, body: { error: 'invalid_client' } },
  };

  it('gets the registered one so, and it is kept sealed', async () => {
    const { connect, tokenOf, clock, database } = await world(faults);
    await connect();
    clock.advance(600_000);
    expect((await tokenOf())?.text).toMatch(/^hush-access/);
    const kept = JSON.stringify([
      await database.reader('oauth_clients'),
      await database.reader('oauth_grants'),
    ]);
    expect(kept).not.toContain('secret-of-a-registration');
  });

  it('registers again after it forgot the client', async () => {
    const forgotten: IssuerFaults = { ...faults };
    const { connect, database, finish, answerTo, begin, counts } =
      await world(forgotten);
    const early = answerTo(await begin());
    forgotten.token = () => ({
      status: 503,
      body: { error: 'invalid_client' },
    });
    await failureOf(finish(early));
    expect(await database.reader('oauth_clients')).toHaveLength(1);
    const answer = answerTo(await begin());
    forgotten.token = () => ({
      status: 401,
      body: { error: 'invalid_client' },
    });
    const error = await failureOf(finish(answer));
    expect(error.code).toBe('client-refused');
    expect(await database.reader('oauth_clients')).toEqual([]);
    forgotten.token = faults.token;
    await connect();
    expect((await counts()).slice(0, 3)).toEqual([1, 1, 1]);
  });
});

describe('our document as a client', () => {
  const reads = { client_id_metadata_document_supported: true };
  const { documentUrl } = plainOauth.addresses;

  it('is not sent where none is said to be read', async () => {
    const { begin } = await world();
    expect(parametersOf(await begin()).client_id).toBe('registered-1');
  });

  it('is sent where such are read, and nothing is registered', async () => {
    const { begin, site, expectNothing } = await world({ metadata: reads });
    expect(parametersOf(await begin()).client_id).toBe(documentUrl);
    expect(site.paths()).not.toContain('/as/register');
    await expectNothing();
  });

  it.each([
    [400, { body: { error: 'invalid_client' } }],
    [401, { body: 'The client is unknown' }],
    [400, { body: '<h1>Client not found</h1>' }],
  ])(
    'gives way to a registration where it is refused with %i %j',
    async (status, page) => {
      const { begin, finish, answerTo } = await world({
        metadata: reads,
        page: clientId =>
          clientId === documentUrl ? { status, ...page } : { body: 'Hello' },
      });
      const url = await begin();
      expect(parametersOf(url).client_id).toBe('registered-1');
      await finish(answerTo(url));
    },
  );

  it.each([
    [500, 'Unknown client'],
    [400, 'Who are you?'],
    [200, 'invalid_client is what others say'],
  ])('stays where the page says %i %s', async (status, body) => {
    const { begin, expectNothing } = await world({
      metadata: reads,
      page: () => ({ status, body }),
    });
    expect(parametersOf(await begin()).client_id).toBe(documentUrl);
    await expectNothing();
  });
});

describe('an answer', () => {
  it('of another authorization server takes no code there', async () => {
    const { begin, finish, answerTo, asked, expectNothing } = await world();
    const mixed = answerTo(await begin(), { iss: 'https://evil.example' });
    expect((await failureOf(finish(mixed))).code).toBe('login-refused');
    expect(asked).toEqual([]);
    await expectNothing(1);
  });

  it('without `iss` is taken only of those that do not promise it', async () => {
    const faults: IssuerFaults = {};
    const { begin, finish, answerTo, asked, expectNothing } =
      await world(faults);
    const bare = answerTo(await begin());
    bare.delete('iss');
    expect((await failureOf(finish(bare))).code).toBe('login-refused');
    expect(asked).toEqual([]);
    await expectNothing(1);
    const silent = await world({
      metadata: { authorization_response_iss_parameter_supported: undefined },
    });
    const answer = silent.answerTo(await silent.begin());
    answer.delete('iss');
    await silent.finish(answer);
    expect(silent.recorded).toHaveLength(1);
  });

  it('with the code of another login is refused', async () => {
    const { begin, finish, answerTo, expectNothing } = await world();
    const hers = answerTo(await begin(eve));
    const own = answerTo(await begin());
    own.set('code', hers.get('code')!);
    const error = await failureOf(finish(own));
    expect(error.said).toBe('invalid_grant');
    await expectNothing(1);
  });

  it('to the state of another person is refused, and stays good for them', async () => {
    const { begin, finish, answerTo, asked, expectNothing, recorded } =
      await world();
    const hers = answerTo(await begin(eve));
    expect((await failureOf(finish(hers, ada))).code).toBe('login-unknown');
    expect(asked).toEqual([]);
    await expectNothing(1);
    await finish(hers, eve);
    expect(recorded).toHaveLength(1);
  });

  it('that comes twice is refused, without an end to what it connected', async () => {
    const { begin, finish, answerTo, asked, grants, tokenOf } = await world();
    const answer = answerTo(await begin());
    const { id } = await finish(answer);
    expect((await failureOf(finish(answer))).code).toBe('login-unknown');
    expect(asked).toHaveLength(1);
    expect((await grants.list(ada)).map(each => each.id)).toEqual([id]);
    expect((await tokenOf())?.stamp).toBe(1);
  });

  it('that comes twice at once connects once', async () => {
    const { begin, finish, answerTo, asked, recorded } = await world();
    const answer = answerTo(await begin());
    const both = await Promise.allSettled([finish(answer), finish(answer)]);
    expect(both.map(({ status }) => status).sort()).toEqual([
      ...['fulfilled', 'rejected'],
    ]);
    expect([asked.length, recorded.length]).toEqual([1, 1]);
  });
});

describe.each(databaseIds)('renewing on %s', id => {
  it('is done once by two instances, with a refresh token that is taken once', async () => {
    const { connect, instance, tokenOf, clock, asked, live } = await world(
      {},
      { id },
    );
    await connect();
    const instances = [instance(), instance()];
    for (const round of [1, 2, 3]) {
      clock.advance(600_000);
      const tokens = await Promise.all(
        instances.map(each => tokenOf(ada, each)),
      );
      expect(new Set(tokens.map(each => each?.text)).size).toBe(1);
      expect(asked).toHaveLength(1 + round);
      expect(live.size).toBe(1);
    }
  });

  it.each([500, 502, 503, 429])('keeps the account over a %i', async status => {
    const faults: IssuerFaults = {};
    const made = await world(faults, { id });
    const { connect, tokenOf, clock, grants, entries, enqueued } = made;
    await connect();
    faults.token = () => ({ status, body: { error: 'invalid_grant' } });
    clock.advance(600_000);
    expect((await failureOf(tokenOf())).code).toBe(
      'authorization-server-unavailable',
    );
    expect((await grants.list(ada))[0].endedAt).toBeUndefined();
    expect([entries, enqueued]).toEqual([[], []]);
    faults.token = undefined;
    clock.advance(60_000);
    expect((await tokenOf())?.stamp).toBe(2);
  });

  it('ends the account that was revoked elsewhere, and tells once', async () => {
    const { connect, tokenOf, clock, live, asked, ...seen } = await world(
      {},
      { id },
    );
    await connect();
    live.clear();
    clock.advance(600_000);
    for (let time = 0; time < 2; time++) {
      expect((await failureOf(tokenOf())).code).toBe('login-ended');
    }
    expect(asked).toHaveLength(2);
    const { entries, events, enqueued, counts } = seen;
    expect(entries.map(each => each.action)).toEqual(['connection-end']);
    expect(events.map(each => each.type)).toEqual(['connection.changed']);
    expect(enqueued).toHaveLength(1);
    expect(JSON.stringify([entries, events, enqueued])).not.toMatch(/hush/);
    // What opens the account is destroyed; the last access token is over.
    expect((await counts())[0]).toBe(1);
  });

  it('of an account without a refresh token ends it when its token is over', async () => {
    const { connect, tokenOf, clock, asked, enqueued, grants } = await world(
      { refreshToken: () => undefined },
      { id },
    );
    expect((await connect()).renews).toBe(false);
    expect((await tokenOf())?.stamp).toBe(1);
    clock.advance(600_000);
    expect((await failureOf(tokenOf())).code).toBe('login-ended');
    expect(asked).toHaveLength(1);
    expect(enqueued).toHaveLength(1);
    expect((await grants.list(ada))[0].endedAt).toBeInstanceOf(Date);
  });

  it('keeps the refresh token where no other is given', async () => {
    const faults: IssuerFaults = {};
    const { connect, tokenOf, clock, asked } = await world(faults, { id });
    await connect();
    faults.token = ({ grant_type: type }) =>
      type === 'refresh_token'
        ? {
            body: {
              ...{ access_token: 'hush-again', token_type: 'bearer' },
              expires_in: 600,
            },
          }
        : undefined;
    for (const stamp of [2, 3]) {
      clock.advance(600_000);
      expect((await tokenOf())?.stamp).toBe(stamp);
    }
    expect(asked[1].refresh_token).toBe(asked[2].refresh_token);
  });
});

it('accounts go with their server, and what was begun there', async () => {
  const { connect, begin, finish, answerTo, grants, login, ...seen } =
    await world();
  await connect();
  const answer = answerTo(await begin(eve));
  await seen.database.transaction(tx =>
    grants.forgetServer(tx, { orgId: 'other', serverId: login.serverId }),
  );
  expect((await seen.counts())[0]).toBe(1);
  await seen.database.transaction(tx => grants.forgetServer(tx, login));
  expect(await seen.counts()).toEqual([0, 0, 1, 0]);
  expect((await failureOf(finish(answer, eve))).code).toBe('login-unknown');
});

it.each<[string, Partial<PersonLogin>]>([
  ['another address', { serverUrl: 'https://other.example/mcp' }],
  ['another issuer', { issuer: 'https://other.example' }],
  [
    'a client of its own',
    { client: { clientId: 'x', authentication: 'none' } },
  ],
])('an account is not used with %s', async (_what, change) => {
  const { connect, grants, login, asked } = await world();
  await connect();
  const token = await grants.personToken(ada, { ...login, ...change });
  expect(token).toBeUndefined();
  expect(asked).toHaveLength(1);
});
