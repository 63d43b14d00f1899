import {
  connectionSchema,
  type ProblemKind,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, testAuthorizer } from '../__testUtils__';
import type { Criteria } from '../ports';
import { openConnections } from './__testUtils__/openConnections';

const LOGINS = '/v1/connections/logins';
const FINISH = `${LOGINS}/finish`;
const EVE = 'user:user:default/eve';
const typeOf = (kind: ProblemKind) =>
  `https://sprintconnect.io/problems/${kind}`;

type World = Awaited<ReturnType<typeof openConnections>>;

/** The work is refused so, and leaves everything as it was. */
async function expectRefused(
  world: World,
  work: () => PromiseLike<{ status: number; body: any; text: string }>,
  expected: {
    status: number;
    kind?: ProblemKind;
    words?: RegExp;
    /** Tables in which something may be less than before. */
    except?: string[];
  },
) {
  const before = await world.counts();
  const { status, body, text } = await work();
  expect([status, text]).toEqual([expected.status, text]);
  if (expected.kind) expect(body.type).toBe(typeOf(expected.kind));
  expect(body.detail).toMatch(expected.words ?? /\.$/);
  expect(text).not.toMatch(/hush/);
  const after = await world.counts();
  for (const table of expected.except ?? []) before[table] = after[table];
  expect(after).toEqual(before);
}

describe.each(databaseIds)('accounts of people on %s', id => {
  it('are connected, listed, used and disconnected', async () => {
    const world = await openConnections({ id });
    const { api, begin, connect, tokenOf, entries, events, server } = world;
    const { issuer } = world;
    expect((await api.get('/v1/connections').expect(200)).body).toEqual({
      items: [],
    });
    const url = new URL(await begin());
    expect(url.origin + url.pathname).toBe(`${issuer.issuer}/auth`);
    expect(url.searchParams.get('redirect_uri')).toBe(
      'https://portal.example/sprintconnect/connections/finish',
    );
    const made = await connect();
    expect(connectionSchema.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      server: { id: server.id, name: 'weather', title: 'Weather' },
      ...{ issuer: issuer.issuer, scopes: ['read'], status: 'connected' },
    });
    expect(made).not.toHaveProperty('lastUsedAt');
    expect((await tokenOf())?.text).toMatch(/^hush-access/);
    const list = await api.get('/v1/connections').expect(200);
    expect(list.headers['cache-control']).toBe('no-store');
    expect(list.body.items).toEqual([
      { ...made, lastUsedAt: '2026-11-22T12:00:00.000Z' },
    ]);
    const gone = await api.delete(`/v1/connections/${made.id}`).expect(200);
    expect(gone.body).toEqual({ isRevoked: true });
    expect([...issuer.live]).toEqual([]);
    expect(await tokenOf()).toBeUndefined();
    await api.delete(`/v1/connections/${made.id}`).expect(404);
    const written = await entries();
    expect(written.map(each => each.action)).toEqual([
      'connection-create',
      'connection-delete',
      'connection-revoke',
    ]);
    expect(written.map(each => each.caller_ref)).toEqual(
      Array(3).fill('user:default/ada'),
    );
    expect(JSON.parse(written[0].meta)).toEqual({
      ...{ connectionId: made.id, issuer: issuer.issuer, scopes: ['read'] },
      client: 'registration',
    });
    const said = (await events()).filter(each => /^connection/.test(each));
    expect(said).toEqual(['connection.changed', 'connection.changed']);
  });

  it('are kept sealed: no table has a token, a code or a state', async () => {
    const world = await openConnections({ id });
    const { begin, finish, issuer, database, tokenOf } = world;
    const url = await begin();
    const answer = issuer.answerTo(url);
    await finish(answer).expect(201);
    const token = await tokenOf();
    const kept = JSON.stringify(
      await Promise.all(
        [...Object.keys(await world.counts()), 'servers'].map(table =>
          database.reader(table).select(),
        ),
      ),
    );
    for (const secret of [
      ...[token!.text, answer.get('code')!, answer.get('state')!],
      ...issuer.live,
    ]) {
      expect(kept).not.toContain(secret);
    }
  });

  it('stay those of their person alone', async () => {
    const world = await openConnections({ id });
    const { api, begin, connect, finish, issuer, tokenOf } = world;
    const made = await connect();
    const list = await api.get('/v1/connections').set('x-test-caller', EVE);
    expect(list.body).toEqual({ items: [] });
    expect(await tokenOf('user:default/eve')).toBeUndefined();
    const path = `/v1/connections/${made.id}`;
    for (const [name, value] of [
      ['x-test-caller', EVE],
      ['x-test-org', 'other'],
    ]) {
      await expectRefused(world, () => api.delete(path).set(name, value), {
        status: 404,
      });
    }
    // What Ada began, Eve cannot finish, and Ada still can.
    const answer = issuer.answerTo(await begin());
    const asked = issuer.asked.length;
    await expectRefused(world, () => finish(answer, EVE), {
      ...{ status: 422, kind: 'login-unknown' },
      words: /didn't begin this login/,
    });
    expect(issuer.asked).toHaveLength(asked);
    await finish(answer).expect(201);
    // Once.
    await expectRefused(world, () => finish(answer), {
      ...{ status: 422, kind: 'login-unknown' },
    });
    expect(issuer.asked).toHaveLength(asked + 1);
  });

  it('begin by a link for one person, within an hour', async () => {
    const world = await openConnections({ id });
    const { api, connections, server, clock, database } = world;
    const person = { orgId: 'default', userRef: 'user:default/ada' };
    const { url, expiresAt } = await connections.links.linkFor(person, server);
    const linkId = url.split('/').at(-1)!;
    expect(url).toBe(
      `https://portal.example/sprintconnect/connections/links/${linkId}`,
    );
    expect(linkId).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(expiresAt.toISOString()).toBe('2026-11-22T13:00:00.000Z');
    const rows = JSON.stringify(await database.reader('connection_links'));
    expect(rows).not.toContain(linkId);
    const path = `/v1/connections/links/${linkId}`;
    const shown = await api.get(path).expect(200);
    expect(shown.body).toEqual({
      server: { id: server.id, name: 'weather', title: 'Weather' },
      expiresAt: expiresAt.toISOString(),
    });
    const noLink = await api.get(`/v1/connections/links/${'A'.repeat(43)}`);
    const { instance: _other, ...never } = noLink.body;
    for (const [name, value] of [
      ['x-test-caller', EVE],
      ['x-test-org', 'other'],
    ]) {
      const seen = await api.get(path).set(name, value);
      const { instance: _its, ...said } = seen.body;
      expect([seen.status, said]).toEqual([404, never]);
      await expectRefused(
        world,
        () => api.post(LOGINS).set(name, value).send({ linkId }),
        { status: 404, words: /isn't valid for you/ },
      );
    }
    await api.post(LOGINS).send({ linkId }).expect(201);
    const [prune] = connections.prunes;
    expect(await prune(10)).toBe(0);
    clock.advance(3_600_000);
    await api.get(path).expect(404);
    await expectRefused(world, () => api.post(LOGINS).send({ linkId }), {
      status: 404,
    });
    expect(await prune(10)).toBe(1);
  });

  it('have ten links at most to one server, the youngest', async () => {
    const { api, connections, server, clock, database } = await openConnections(
      { id },
    );
    const person = { orgId: 'default', userRef: 'user:default/ada' };
    const ids: string[] = [];
    for (let made = 0; made < 12; made++) {
      clock.advance(1000);
      const { url } = await connections.links.linkFor(person, server);
      ids.push(url.split('/').at(-1)!);
    }
    expect(await database.reader('connection_links')).toHaveLength(10);
    const found = await Promise.all(
      ids.map(async each => {
        const { status } = await api.get(`/v1/connections/links/${each}`);
        return status;
      }),
    );
    expect(found).toEqual([404, 404, ...Array(10).fill(200)]);
  });

  it('that end by themselves are told to their person once', async () => {
    const world = await openConnections({ id });
    const { api, connect, clock, issuer, tokenOf, entries, database } = world;
    const made = await connect();
    issuer.live.clear();
    clock.advance(600_000);
    const ended = expect.objectContaining({ code: 'login-ended' });
    await expect(tokenOf()).rejects.toEqual(ended);
    await expect(tokenOf()).rejects.toEqual(ended);
    const { items } = (await api.get('/v1/connections')).body;
    expect(items).toMatchObject([
      { id: made.id, status: 'ended', endedAt: clock.now().toISOString() },
    ]);
    const [create, end, ...more] = await entries();
    expect([create.action, end.action, more]).toEqual([
      'connection-create',
      'connection-end',
      [],
    ]);
    expect(end.caller_type).toBe('service');
    expect(JSON.parse(end.meta)).toMatchObject({ user: 'user:default/ada' });
    const jobs = await database
      .reader('jobs')
      .where({ kind: 'tell-account-ended' });
    expect(jobs).toHaveLength(1);
    const run = () =>
      world.connections.jobs[0].run({
        ...{ id: jobs[0].id, kind: jobs[0].kind, orgId: 'default' },
        payload: JSON.parse(jobs[0].payload),
        ...{ attempt: 1, signal: new AbortController().signal },
        progress: () => {},
      });
    expect(await run()).toEqual({ notified: true });
    expect(world.notifications).toEqual([
      {
        recipients: ['user:default/ada'],
        title: 'Connect your account on Weather again',
        description: expect.stringMatching(/until you connect/),
        link: '/sprintconnect/connections',
        severity: 'normal',
        subject: `connection:${made.id}`,
      },
    ]);
    // Whoever connects again is told no more.
    const again = await connect();
    expect(again.id).not.toBe(made.id);
    expect(await run()).toEqual({ notified: false });
    expect((await tokenOf())?.text).toMatch(/^hush-access/);
  });
});

it('says what we are to authorization servers, to everybody', async () => {
  const { api, addresses } = await openConnections();
  const answer = await api
    .get('/oauth/client.json')
    .set('x-test-caller', 'none')
    .expect(200);
  expect(answer.headers['cache-control']).toBe('public, max-age=3600');
  expect(answer.body).toEqual({
    client_id: addresses.documentUrl,
    client_name: 'SprintConnect',
    redirect_uris: [addresses.redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  });
  await api.post('/oauth/client.json').expect(405);
});

describe('a login is refused, and nothing is kept,', () => {
  it.each([
    ['get', '/v1/connections'],
    ['post', LOGINS],
    ['post', FINISH],
    ['get', `/v1/connections/links/${'A'.repeat(43)}`],
    ['delete', '/v1/connections/0190c3a8-0000-7000-8000-000000000000'],
  ] as const)('to a service at %s %s', async (method, path) => {
    expect.hasAssertions();
    const world = await openConnections();
    const as = 'service:plugin:catalog';
    await expectRefused(
      world,
      () => world.api[method](path).set('x-test-caller', as).send({}),
      { status: 403, kind: 'people-only', words: /Only people/ },
    );
  });

  it.each([
    [LOGINS, {}],
    [LOGINS, { serverId: 'x' }],
    [LOGINS, { linkId: 'short' }],
    [LOGINS, { serverId: '0190c3a8-0000-7000-8000-000000000000', x: 1 }],
    [FINISH, {}],
    [FINISH, { answer: { state: 1 } }],
    [FINISH, { answer: {}, serverId: 'x' }],
  ])('with a body that is none: %s %j', async (path, body) => {
    expect.hasAssertions();
    const world = await openConnections();
    await expectRefused(world, () => world.api.post(path).send(body), {
      status: 400,
      words: /./,
    });
  });

  it('at a server that is not there, and one to which people do not log in', async () => {
    const world = await openConnections();
    const { api, offered, server } = world;
    const serverId = '0190c3a8-0000-7000-8000-000000000000';
    await expectRefused(world, () => api.post(LOGINS).send({ serverId }), {
      status: 404,
      words: /doesn't exist/,
    });
    offered.current = false;
    await expectRefused(
      world,
      () => api.post(LOGINS).send({ serverId: server.id }),
      {
        ...{ status: 409, kind: 'login-not-offered' },
        words: /weather/,
      },
    );
    expect(world.issuer.site.seen).toEqual([]);
  });

  it.each(['sprintconnect.server.read', 'sprintconnect.capability.use'])(
    'without the permission %s',
    async denied => {
      const world = await openConnections({ denied: [denied] });
      const body = { serverId: world.server.id };
      await expectRefused(world, () => world.api.post(LOGINS).send(body), {
        status: 403,
        kind: 'permission-missing',
      });
      expect(world.issuer.site.seen).toEqual([]);
    },
  );

  const elsewhere: Criteria = { trait: 'environment', anyOf: ['staging'] };

  it.each(['sprintconnect.server.read', 'sprintconnect.capability.use'])(
    'where %s is held of other servers, as if there were none',
    async name => {
      const authorizer = testAuthorizer([], { [name]: elsewhere });
      const world = await openConnections({ authorizer });
      const body = { serverId: world.server.id };
      await expectRefused(world, () => world.api.post(LOGINS).send(body), {
        status: 404,
        words: /doesn't exist/,
      });
      expect(world.issuer.site.seen).toEqual([]);
    },
  );

  it('when the server was lost to them since they began', async () => {
    const held: { criteria?: Criteria } = {};
    const authorizer = {
      ...testAuthorizer(),
      judge: (
        ...asked: Parameters<ReturnType<typeof testAuthorizer>['judge']>
      ) =>
        testAuthorizer([], {
          ...(held.criteria && {
            'sprintconnect.capability.use': held.criteria,
          }),
        }).judge(...asked),
    };
    const world = await openConnections({ authorizer });
    const answer = world.issuer.answerTo(await world.begin());
    held.criteria = elsewhere;
    await expectRefused(world, () => world.finish(answer), { status: 404 });
    expect(world.issuer.asked).toEqual([]);
    held.criteria = undefined;
    await world.finish(answer).expect(201);
  });

  it('beyond ten that wait', async () => {
    const world = await openConnections();
    for (let count = 0; count < 10; count++) await world.begin();
    const asked = world.issuer.site.seen.length;
    const body = { serverId: world.server.id };
    const answer = await world.api.post(LOGINS).send(body);
    expect(answer.headers['retry-after']).toBe('600');
    await expectRefused(world, () => world.api.post(LOGINS).send(body), {
      ...{ status: 429, kind: 'too-many-logins' },
      words: /10 logins/,
    });
    expect(world.issuer.site.seen).toHaveLength(asked);
    await world.begin(EVE);
    world.clock.advance(600_000);
    await world.begin();
  });

  it('where the authorization server is not to be trusted, or does not answer', async () => {
    expect.hasAssertions();
    const world = await openConnections({
      faults: { metadata: { issuer: 'https://evil.example' } },
    });
    const body = { serverId: world.server.id };
    await expectRefused(world, () => world.api.post(LOGINS).send(body), {
      ...{ status: 502, kind: 'authorization-server-invalid' },
      words: /RFC 8414/,
    });
    const other = await openConnections({
      faults: { token: () => ({ status: 503 }) },
    });
    const answer = other.issuer.answerTo(await other.begin());
    await expectRefused(other, () => other.finish(answer), {
      ...{ status: 503, kind: 'authorization-server-unavailable' },
      except: ['oauth_flows'],
    });
  });

  it('where the person said no', async () => {
    const world = await openConnections();
    const answer = world.issuer.answerTo(await world.begin());
    answer.delete('code');
    answer.set('error', 'access_denied');
    answer.set('error_description', 'hush <b>not for people</b>');
    await expectRefused(world, () => world.finish(answer), {
      ...{ status: 422, kind: 'login-refused' },
      ...{ words: /was refused at/, except: ['oauth_flows'] },
    });
    expect(world.issuer.asked).toEqual([]);
  });
});

it('an exception for an issuer is taken, and stands in the audit log', async () => {
  const says = 'https://says.example';
  const faults = { metadata: { issuer: says } };
  const refusedWorld = await openConnections({ faults });
  const body = { serverId: refusedWorld.server.id };
  await expectRefused(
    refusedWorld,
    () => refusedWorld.api.post(LOGINS).send(body),
    {
      ...{ status: 502, kind: 'authorization-server-invalid' },
    },
  );
  const login: { issuerException?: { named: string; says: string } } = {};
  const world = await openConnections({ faults, login });
  const issuerException = { named: world.issuer.issuer, says };
  Object.assign(login, { issuerException });
  const answer = world.issuer.answerTo(await world.begin(), { iss: says });
  const { body: made } = await world.finish(answer).expect(201);
  expect(made.issuer).toBe(says);
  const [entry] = await world.entries();
  expect(JSON.parse(entry.meta)).toMatchObject({ issuerException });
});

it('disconnects although nothing can be revoked, and says so', async () => {
  const world = await openConnections({
    faults: { metadata: { revocation_endpoint: undefined } },
  });
  const { id } = await world.connect();
  const gone = await world.api.delete(`/v1/connections/${id}`).expect(200);
  expect(gone.body).toEqual({ isRevoked: false });
  expect((await world.counts()).oauth_grants).toBe(0);
  const actions = (await world.entries()).map(each => each.action);
  expect(actions).toEqual(['connection-create', 'connection-delete']);
});
