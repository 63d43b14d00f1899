import request from 'supertest';
import type { Criteria } from '../ports';
import { databaseIds, testAuthorizer } from '../__testUtils__';
import { openRegistry, weather } from './__testUtils__/openRegistry';

const bearer = (secret: string, more: object = {}) => ({
  type: 'bearer' as const,
  secret,
  ...more,
});
const remote = (url: string) => ({ type: 'streamable-http' as const, url });
const catalog = { 'x-test-caller': 'service:plugin:catalog' };

async function open(options: Parameters<typeof openRegistry>[0] = {}) {
  const world = await openRegistry({ probes: true, ...options });
  const api = request(world.app);
  const share = async (more: object = {}) =>
    (
      await api
        .post('/v1/credentials')
        .send({
          name: 'team',
          origins: ['https://weather.example'],
          credential: bearer('shared-one'),
          ...more,
        })
        .expect(201)
    ).body;
  const put = (server: { id: string; revision: number }, body: object) =>
    api
      .put(`/v1/servers/${server.id}/credential`)
      .set('If-Match', `"${server.revision}"`)
      .send(body);
  const patch = (server: { id: string; revision: number }, body: object) =>
    api
      .patch(`/v1/servers/${server.id}`)
      .set('If-Match', `"${server.revision}"`)
      .send(body);
  const get = async (id: string) => (await api.get(`/v1/servers/${id}`)).body;
  const secretsOf = async () => (await world.counts()).secrets;
  return { ...world, api, share, put, patch, get, secretsOf };
}

describe.each(databaseIds)('the credential of a server on %s', id => {
  it('comes with its registration, and no answer carries it', async () => {
    const { api, database, events } = await open({ id });
    const made = await api
      .post('/v1/servers')
      .send(weather({ credential: bearer('hush-hush') }))
      .expect(201);
    const { id: server, credentialRef } = made.body;
    expect(made.body).not.toHaveProperty('credential');
    const shown = await api.get(`/v1/servers/${server}/credential`);
    expect(shown.body).toMatchObject({
      id: credentialRef,
      serverId: server,
      shared: false,
      type: 'bearer',
      version: 1,
      uses: 1,
      origins: ['https://weather.example'],
    });
    expect(made.text + shown.text).not.toContain('hush-hush');
    for (const table of [
      'servers',
      'credentials',
      'secrets',
      'audit_entries',
      'outbox_events',
      'jobs',
    ]) {
      const rows = JSON.stringify(await database.reader(table));
      expect([table, rows.includes('hush-hush')]).toEqual([table, false]);
    }
    expect(await events()).toEqual(['server.registered']);
  });

  it('is given, rotated and taken away, and the server is discovered and probed anew', async () => {
    const { api, register, put, get, database, events, secretsOf } = await open(
      { id },
    );
    const before = await register();
    await database.transaction(tx => tx('jobs').delete());
    const given = await put(before, { credential: bearer('one') }).expect(200);
    const server = await get(before.id);
    expect(server).toMatchObject({
      credentialRef: given.body.id,
      revision: before.revision + 1,
    });
    const kinds = await database.reader('jobs').orderBy('kind').pluck('kind');
    expect(kinds).toEqual(['discover-server', 'probe-server']);
    const rotated = await put(server, {
      credential: bearer('two'),
      overlapSeconds: 60,
    }).expect(200);
    expect(rotated.body).toMatchObject({
      id: given.body.id,
      version: 2,
      previous: { version: 1 },
    });
    expect(await secretsOf()).toBe(2);
    const path = `/v1/servers/${before.id}/credential`;
    await api.delete(path).expect(204);
    expect(await secretsOf()).toBe(0);
    expect(await get(before.id)).not.toHaveProperty('credentialRef');
    await api.delete(path).expect(204);
    await api.get(path).expect(404);
    expect(
      (await events()).filter(each => each === 'server.credential.changed'),
    ).toHaveLength(3);
  });

  it('takes the place of a shared one, and a shared one takes its place', async () => {
    const { share, register, put, patch, get, secretsOf } = await open({ id });
    await share();
    const first = await register({ credentialRef: 'team' });
    await put(first, { credential: bearer('own') }).expect(200);
    expect((await get(first.id)).credentialRef).not.toBe('team');
    expect(await secretsOf()).toBe(2);
    const again = await patch(await get(first.id), { credentialRef: 'team' });
    expect(again.body.credentialRef).toBe('team');
    expect(await secretsOf()).toBe(1);
    const without = await patch(again.body, { credentialRef: null });
    expect(without.body).not.toHaveProperty('credentialRef');
    const own = await patch(without.body, { credential: bearer('own') });
    expect([own.status, await secretsOf()]).toEqual([200, 2]);
  });

  it('is given again for another origin, and never follows by itself', async () => {
    const { register, patch, counts } = await open({ id });
    const server = await register({ credential: bearer('one') });
    const before = await counts();
    for (const remotes of [
      [remote('https://other.example/mcp')],
      [...server.remotes, remote('https://weather.example:8443/mcp')],
    ]) {
      const refused = await patch(server, { remotes });
      expect([refused.status, refused.body.type]).toEqual([
        422,
        'https://sprintconnect.io/problems/credential-origin-mismatch',
      ]);
    }
    expect(await counts()).toEqual(before);
    const path = await patch(server, {
      remotes: [remote('https://weather.example/other/path')],
    });
    expect(path.status).toBe(200);
    const moved = await patch(path.body, {
      remotes: [remote('https://other.example/mcp')],
      credential: bearer('one'),
    });
    expect([moved.status, moved.body.credentialRef]).toEqual([
      200,
      server.credentialRef,
    ]);
  });

  it('is destroyed with a server that retires', async () => {
    const { api, share, register, secretsOf, get } = await open({ id });
    await share();
    const own = await register({ credential: bearer('one') });
    const named = await register({ name: 'named', credentialRef: 'team' });
    expect(await secretsOf()).toBe(2);
    for (const each of [own, named]) {
      await api.delete(`/v1/servers/${each.id}`).expect(204);
    }
    expect(await secretsOf()).toBe(1);
    expect(await get(own.id)).not.toHaveProperty('credentialRef');
    expect((await get(named.id)).credentialRef).toBe('team');
  });

  it('is what the catalog names, whether there is one or not', async () => {
    const { api, put, get, patch, secretsOf, counts } = await open({ id });
    const apply = async (more: object = {}) =>
      (
        await api
          .put('/v1/catalog/entities/default/weather')
          .set(catalog)
          .send(weather(more))
          .expect(200)
      ).body;
    const plain = await apply();
    await put(plain, { credential: bearer('own') }).expect(200);
    const own = await get(plain.id);
    expect((await apply({ title: 'Changed' })).credentialRef).toBe(
      own.credentialRef,
    );
    expect(await secretsOf()).toBe(1);
    const named = await apply({ credentialRef: 'unknown' });
    expect([named.credentialRef, await secretsOf()]).toEqual(['unknown', 0]);
    await api.get(`/v1/servers/${named.id}/credential`).expect(404);
    const before = await counts();
    for (const refused of [
      await put(named, { credential: bearer('own') }),
      await patch(named, { credential: bearer('own') }),
      await patch(named, { credentialRef: 'team' }),
      await api.delete(`/v1/servers/${named.id}/credential`),
    ]) {
      expect([refused.status, refused.body.type]).toEqual([
        409,
        'https://sprintconnect.io/problems/owned-by-catalog',
      ]);
    }
    expect(await counts()).toEqual(before);
    expect(await apply()).not.toHaveProperty('credentialRef');
  });
});

it('can be shared only where that one allows it', async () => {
  const { api, share, counts } = await open();
  await share({ environments: ['production'] });
  const before = await counts();
  for (const [body, kind] of [
    [weather({ credentialRef: 'other' }), 'credential-not-found'],
    [
      weather({ credentialRef: 'team', environment: 'staging' }),
      'credential-not-found',
    ],
    [
      weather({
        credentialRef: 'team',
        remotes: [remote('https://evil.example/mcp')],
      }),
      'credential-origin-mismatch',
    ],
  ] as const) {
    const refused = await api.post('/v1/servers').send(body);
    expect([refused.status, refused.body.type]).toEqual([
      422,
      `https://sprintconnect.io/problems/${kind}`,
    ]);
  }
  expect(await counts()).toEqual(before);
  const fine = weather({ credentialRef: 'team' });
  await api.post('/v1/servers').send(fine).expect(201);
});

it('cannot be the own one of another server', async () => {
  const { register, patch, counts } = await open();
  const owner = await register({ credential: bearer('one') });
  const other = await register({ name: 'other' });
  const before = await counts();
  const refused = await patch(other, { credentialRef: owner.credentialRef });
  expect(refused.status).toBe(400);
  expect(await counts()).toEqual(before);
});

it.each([
  { status: 428, match: undefined, body: { credential: bearer('x') } },
  { status: 412, match: '"9"', body: { credential: bearer('x') } },
  { status: 400, match: '"1"', body: {} },
  { status: 400, match: '"1"', body: { credential: bearer('x\ny') } },
])('refuses with $status one by $match and keeps nothing', async bad => {
  const { api, register, counts } = await open();
  const { id } = await register();
  const before = await counts();
  const asked = api.put(`/v1/servers/${id}/credential`);
  if (bad.match) asked.set('If-Match', bad.match);
  expect((await asked.send(bad.body)).status).toBe(bad.status);
  expect(await counts()).toEqual(before);
});

it('refuses a retired server, and one that is not there', async () => {
  const { api, register, put, counts, get } = await open();
  const { id } = await register();
  await api.delete(`/v1/servers/${id}`).expect(204);
  const before = await counts();
  const credential = bearer('x');
  const refused = await put(await get(id), { credential });
  expect(refused.body.type).toMatch(/server-retired$/);
  const nowhere = '00000000-0000-7000-8000-000000000000';
  const missing = await put({ id: nowhere, revision: 1 }, { credential });
  expect(missing.status).toBe(404);
  expect(await counts()).toEqual(before);
});

it('shows its private parts only to who may change the server, and lets nobody else change it', async () => {
  const owned: Criteria = { trait: 'owner', anyOf: ['group:default/owners'] };
  const world = await open({
    plumbing: {
      authorizer: testAuthorizer([], { 'sprintconnect.server.update': owned }),
    },
  });
  const credential = {
    type: 'basic' as const,
    username: 'ann',
    password: 'hush-hush',
  };
  const foreign = await world.register({ credential });
  const own = await world.register({
    name: 'own',
    owner: 'group:default/owners',
    credential,
  });
  const shown = async (id: string) =>
    (await world.api.get(`/v1/servers/${id}/credential`).expect(200)).body;
  expect(await shown(own.id)).toMatchObject({ username: 'ann' });
  expect(await shown(foreign.id)).toMatchObject({ type: 'basic' });
  expect(await shown(foreign.id)).not.toHaveProperty('username');
  expect(await shown(foreign.id)).not.toHaveProperty('createdBy');
  const before = await world.counts();
  const refused = await world.put(foreign, { credential });
  expect([refused.status, refused.body.type]).toEqual([
    403,
    'https://sprintconnect.io/problems/permission-narrowed',
  ]);
  await world.api.delete(`/v1/servers/${foreign.id}/credential`).expect(403);
  await world.patch(foreign, { credential }).expect(403);
  expect(await world.counts()).toEqual(before);
});

it('does once what is sent twice', async () => {
  const { api, register, counts } = await open();
  const { id } = await register();
  const send = () =>
    api
      .put(`/v1/servers/${id}/credential`)
      .set('If-Match', '"1"')
      .set('Idempotency-Key', 'once')
      .send({ credential: bearer('one') });
  const { body } = await send().expect(200);
  const after = await counts();
  expect((await send().expect(200)).body).toEqual(body);
  expect(await counts()).toEqual(after);
});
