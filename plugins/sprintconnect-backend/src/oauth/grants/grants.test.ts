import * as jose from 'jose';
import {
  createRecorders,
  databaseIds,
  fixedClock,
  openTestDatabase,
  type TestDatabaseId,
} from '../../__testUtils__';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { openTestSecrets } from '../../secrets/__testUtils__/openTestSecrets';
import { failureOf } from '../__testUtils__/failureOf';
import { loopbackEgress } from '../__testUtils__/loopbackEgress';
import { logIn, startLoginProvider } from '../__testUtils__/startLoginProvider';
import { startSite } from '../__testUtils__/startSite';
import { plainOauth } from '../__testUtils__/testOauth';
import type { Egress, Person, PersonLogin } from '../../ports';
import { createOauth } from '../createOauth';
import { oauthSettingsSchema } from './OauthSettings';
import type { EndedAccount } from './GrantDeps';

const { addresses } = plainOauth;
const ada = { orgId: 'acme', userRef: 'user:default/ada' };
const { signal } = new AbortController();

beforeAll(() => {
  // The server of the tests says that it is none for production.
  for (const level of ['warn', 'info'] as const) {
    jest.spyOn(console, level).mockImplementation(() => {});
  }
});
afterAll(() => jest.restoreAllMocks());

async function world(
  options: {
    id?: TestDatabaseId;
    readsDocuments?: boolean;
    clients?: object[];
    own?: object;
    login?: Partial<PersonLogin>;
    egress?: Egress;
  } = {},
) {
  const site = await startSite();
  const serverUrl = `${site.url}/mcp`;
  const provider = await startLoginProvider({
    ...{ resource: serverUrl, addresses },
    ...options,
  });
  const { issuer } = provider;
  site.pages['/.well-known/oauth-protected-resource/mcp'] = {
    body: {
      resource: serverUrl,
      authorization_servers: [issuer],
      scopes_supported: ['read'],
    },
  };
  const database = await openTestDatabase(options);
  const { vault } = await openTestSecrets(database);
  const clock = fixedClock(new Date().toISOString());
  const recorders = createRecorders();
  const instance = () => {
    const oauth = createOauth({
      ...{ ...plainOauth, ...recorders, clock, database, vault },
      egress: options.egress ?? loopbackEgress(),
      settings: oauthSettingsSchema.parse({
        clients: options.own ? [{ issuer, ...options.own }] : [],
      }),
    });
    closedAfterTest({ close: () => oauth.stop?.() });
    return oauth.grants;
  };
  const grants = instance();
  const login: PersonLogin = {
    ...{ orgId: 'acme', serverId: 's1', serverUrl },
    ...options.login,
  };
  const recorded: string[] = [];
  const record = async (_tx: unknown, { id }: { id: string }) => {
    recorded.push(id);
  };
  const begin = (person = ada) =>
    grants.begin({ person, login: { ...login, orgId: person.orgId } }, signal);
  const finish = (answer: URLSearchParams, person = ada, now = login) =>
    grants.finish({ person, login: now, answer, record }, signal);
  const connect = async (person = ada) => {
    const { url } = await begin(person);
    const { searchParams } = await logIn(url, addresses.redirectUri);
    return finish(searchParams, person);
  };
  const tokenOf = (
    { person = ada, ...more }: { person?: Person } & Partial<PersonLogin> = {},
    from = grants,
  ) => from.personToken(person, { ...login, ...more });
  const ended = () =>
    recorders.enqueued.map(({ payload }) => (payload as EndedAccount).userRef);
  const rows = async () =>
    Promise.all(
      ['oauth_grants', 'oauth_tokens', 'oauth_flows', 'secrets'].map(
        async table => (await database.reader(table).select()).length,
      ),
    );
  return {
    ...{ site, provider, issuer, database, clock, grants, instance, login },
    ...{ begin, finish, connect, tokenOf, recorded, record, rows, ended },
    ...recorders,
  };
}

describe.each(databaseIds)('accounts of people on %s', id => {
  it('registers, logs in, and gives a token for the server and this person', async () => {
    const {
      begin,
      finish,
      grants,
      tokenOf,
      login,
      issuer,
      recorded,
      database,
    } = await world({ id });
    const { url, expiresAt } = await begin();
    const asked = new URL(url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      redirect_uri: addresses.redirectUri,
      code_challenge_method: 'S256',
      scope: 'read offline_access',
      resource: login.serverUrl,
    });
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 500_000);
    const back = await logIn(url, addresses.redirectUri);
    expect(back.searchParams.get('iss')).toBe(issuer);
    const grant = await finish(back.searchParams);
    expect(recorded).toEqual([grant.id]);
    const token = await tokenOf();
    expect(jose.decodeJwt(token!.text)).toMatchObject({
      ...{ aud: login.serverUrl, sub: 'ada' },
      client_id: asked.get('client_id'),
    });
    const kept = JSON.stringify([
      await database.reader('oauth_flows'),
      await database.reader('oauth_grants'),
      await database.reader('oauth_tokens'),
      await database.reader('oauth_clients'),
    ]);
    for (const secret of [
      token!.text,
      asked.get('state')!,
      back.searchParams.get('code')!,
    ]) {
      expect(kept).not.toContain(secret);
    }
    const [listed] = await grants.list(ada);
    expect(listed).toMatchObject({ id: grant.id, renews: true });
    expect(listed.lastUsedAt).toBeInstanceOf(Date);
  });

  it('gives the token of nobody else, and none for another address', async () => {
    const { connect, grants, tokenOf, login } = await world({ id });
    await connect();
    for (const other of [
      { person: { ...ada, userRef: 'user:default/eve' } },
      { person: { ...ada, orgId: 'other' } },
      { orgId: 'other' },
      { issuer: 'https://evil.example' },
      { client: { clientId: 'other', authentication: 'none' as const } },
      { serverId: 's2' },
      { serverUrl: 'https://evil.example/mcp' },
      { serverUrl: login.serverUrl.replace('/mcp', '/other') },
    ]) {
      expect(await tokenOf(other)).toBeUndefined();
    }
    expect(await grants.list({ ...ada, userRef: 'user:default/eve' })).toEqual(
      [],
    );
    expect(await grants.list({ ...ada, orgId: 'other' })).toEqual([]);
  });

  it('renews with a refresh token that changes each time, once for all instances', async () => {
    const { connect, instance, tokenOf, clock, rows } = await world({ id });
    await connect();
    const instances = [instance(), instance(), instance()];
    const first = (await tokenOf({}, instances[0]))!.text;
    for (const round of [1, 2, 3]) {
      clock.advance(600_000);
      const tokens = await Promise.all(
        instances.map(each => tokenOf({}, each)),
      );
      const texts = new Set(tokens.map(each => each!.text));
      expect([round, texts.has(first)]).toEqual([round, false]);
      expect(Math.max(...tokens.map(each => each!.stamp))).toBe(1 + round);
    }
    expect(await rows()).toEqual([1, 1, 0, 2]);
  });

  it('ends with invalid_grant, and tells the person once', async () => {
    const { connect, grants, tokenOf, clock, ended, rows, provider, database } =
      await world({ id });
    await connect();
    // As if somebody else had used the refresh token.
    const [refreshing] = await grants.list(ada);
    await database
      .reader('oauth_grants')
      .where({ id: refreshing.id })
      .update({
        plan: JSON.stringify({
          ...refreshing.plan,
          client: { ...refreshing.plan.client, clientId: 'gone' },
        }),
      });
    clock.advance(600_000);
    const refused = await failureOf(tokenOf());
    expect(refused.code).toBe('client-refused');
    expect((await grants.list(ada))[0].endedAt).toBeUndefined();
    await database
      .reader('oauth_grants')
      .where({ id: refreshing.id })
      .update({ plan: JSON.stringify(refreshing.plan) });
    provider.server.removeAllListeners('request');
    provider.server.on('request', (_req, res) => {
      res.writeHead(400, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ error: 'invalid_grant' }));
    });
    clock.advance(10_000);
    expect((await failureOf(tokenOf())).code).toBe('login-ended');
    clock.advance(10_000);
    expect((await failureOf(tokenOf())).code).toBe('login-ended');
    expect(ended()).toEqual([ada.userRef]);
    expect((await grants.list(ada))[0].endedAt).toBeInstanceOf(Date);
    expect((await rows())[3]).toBe(1);
  });

  it('keeps the account while the authorization server fails', async () => {
    const { connect, tokenOf, clock, provider, ended } = await world({
      id,
    });
    await connect();
    const [real] = provider.server.listeners('request');
    provider.server.removeAllListeners('request');
    provider.server.on('request', (_req, res) => {
      res.writeHead(503).end();
    });
    clock.advance(600_000);
    const error = await failureOf(tokenOf());
    expect(error.code).toBe('authorization-server-unavailable');
    provider.server.removeAllListeners('request');
    provider.server.on('request', real as never);
    clock.advance(10_000);
    expect((await tokenOf())!.stamp).toBe(2);
    expect(ended()).toEqual([]);
  });

  it('disconnects: revokes, and forgets everything', async () => {
    const { connect, grants, tokenOf, login, rows, record } = await world({
      id,
    });
    const { id: grantId } = await connect();
    const eve = { ...ada, userRef: 'user:default/eve', id: grantId };
    const loginOf = async () => login;
    expect(await grants.disconnect(eve, { loginOf, record })).toBeUndefined();
    expect((await rows())[0]).toBe(1);
    const gone = await grants.disconnect(
      { ...ada, id: grantId },
      { loginOf, record },
    );
    expect(gone?.isRevoked).toBe(true);
    expect(await tokenOf()).toBeUndefined();
    expect(await rows()).toEqual([0, 0, 0, 0]);
  });

  it('replaces what was connected before', async () => {
    const { connect, grants, rows } = await world({ id });
    const first = await connect();
    const second = await connect();
    expect((await grants.list(ada)).map(each => each.id)).toEqual([second.id]);
    expect(second.id).not.toBe(first.id);
    expect(await rows()).toEqual([1, 1, 0, 2]);
  });
});

describe('the way back from a login', () => {
  it.each<[string, (answer: URLSearchParams) => void]>([
    ['another state', answer => answer.set('state', 'x')],
    ['no state', answer => answer.delete('state')],
    ['another issuer', answer => answer.set('iss', 'https://evil.example')],
    ['no issuer', answer => answer.delete('iss')],
    ['no code', answer => answer.delete('code')],
    ['two states', answer => answer.append('state', 'y')],
    ['an error', answer => answer.set('error', 'server_error')],
  ])('with %s connects nothing', async (_what, change) => {
    const { begin, finish, grants, rows, recorded } = await world();
    const { url } = await begin();
    const { searchParams } = await logIn(url, addresses.redirectUri);
    change(searchParams);
    const error = await failureOf(finish(searchParams));
    expect(error.code).toMatch(/^login-(refused|unknown)$/);
    expect(await grants.list(ada)).toEqual([]);
    expect((await rows()).slice(0, 2)).toEqual([0, 0]);
    expect(recorded).toEqual([]);
  });

  it('is only for who began, once, and in time', async () => {
    const { begin, finish, clock, rows } = await world();
    const { url } = await begin();
    const { searchParams } = await logIn(url, addresses.redirectUri);
    const eve = { ...ada, userRef: 'user:default/eve' };
    expect((await failureOf(finish(searchParams, eve))).code).toBe(
      'login-unknown',
    );
    const elsewhere = { ...ada, orgId: 'other' };
    await failureOf(finish(searchParams, elsewhere));
    await finish(searchParams);
    await failureOf(finish(searchParams));
    expect((await rows())[0]).toBe(1);
    const late = await begin();
    const back = await logIn(late.url, addresses.redirectUri);
    clock.advance(600_000);
    expect((await failureOf(finish(back.searchParams))).message).toMatch(
      /over/,
    );
  });

  it('says so when the person refused', async () => {
    const { begin, finish } = await world();
    const { url } = await begin();
    const { searchParams } = await logIn(url, addresses.redirectUri, {
      refuses: true,
    });
    const error = await failureOf(finish(searchParams));
    expect(error.message).toMatch(/refused at/);
  });

  it('forgets logins that nobody finished', async () => {
    const { begin, grants, clock, rows } = await world();
    await begin();
    expect(await grants.prune(10)).toBe(0);
    clock.advance(600_000);
    expect(await grants.prune(10)).toBe(1);
    expect((await rows())[2]).toBe(0);
  });
});

describe('as whom', () => {
  const known = {
    client_id: 'known',
    client_secret: 'secret-of-a-test',
    redirect_uris: [addresses.redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_post',
  };

  it('the client of the configuration comes first', async () => {
    const { connect, tokenOf } = await world({
      clients: [known],
      readsDocuments: true,
      own: {
        clientId: 'known',
        clientSecret: 'secret-of-a-test',
        authentication: 'client_secret_post',
        scopes: 'read',
      },
    });
    await connect();
    const { text } = (await tokenOf())!;
    expect(jose.decodeJwt(text)).toMatchObject({
      client_id: 'known',
      scope: 'read',
    });
  });

  it('then our document, where such are read', async () => {
    const { connect, tokenOf } = await world({ readsDocuments: true });
    await connect();
    const { text } = (await tokenOf())!;
    expect(jose.decodeJwt(text).client_id).toBe(addresses.documentUrl);
  });

  it('then one registration for all', async () => {
    const { begin, database } = await world();
    const ids = new Set<string | null>();
    for (const userRef of ['user:default/ada', 'user:default/eve']) {
      const { url } = await begin({ ...ada, userRef });
      ids.add(new URL(url).searchParams.get('client_id'));
    }
    expect(ids.size).toBe(1);
    expect(await database.reader('oauth_clients')).toHaveLength(1);
  });

  it.each<[string, object, RegExp]>([
    [
      'registers nobody',
      { registration_endpoint: undefined },
      /oauth\.clients/,
    ],
    ['knows no PKCE', { code_challenge_methods_supported: ['plain'] }, /PKCE/],
    [
      'does not say so',
      { code_challenge_methods_supported: undefined },
      /PKCE/,
    ],
    ['has no login page', { authorization_endpoint: undefined }, /login page/],
    [
      'wants a way to log in that is not ours',
      { token_endpoint_auth_methods_supported: ['tls_client_auth'] },
      /none of the ways/,
    ],
    ['refuses to register', {}, /by hand/],
    [
      'reads documents without taking public clients',
      {
        client_id_metadata_document_supported: true,
        registration_endpoint: undefined,
      },
      /oauth\.clients/,
    ],
  ])(
    'nobody, where the authorization server %s',
    async (_what, more, words) => {
      const { site, begin, rows } = await world();
      const issuer = `${site.url}/as`;
      site.pages['/.well-known/oauth-protected-resource/mcp'] = {
        body: {
          resource: `${site.url}/mcp`,
          authorization_servers: [issuer],
        },
      };
      site.pages['/.well-known/oauth-authorization-server/as'] = {
        body: {
          issuer,
          token_endpoint: `${issuer}/token`,
          authorization_endpoint: `${issuer}/auth`,
          registration_endpoint: `${issuer}/register`,
          code_challenge_methods_supported: ['S256'],
          ...more,
        },
      };
      const error = await failureOf(begin());
      expect(error.code).toBe('authorization-server-invalid');
      expect(error.message).toMatch(words);
      expect(await rows()).toEqual([0, 0, 0, 0]);
    },
  );
});
