import request from 'supertest';
import type { ProblemKind } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../__testUtils__';
import { makeCertificate } from '../administration/__testUtils__/makeCertificate';
import { SecretError } from '../ports';
import { openRegistry, weather } from '../registry/__testUtils__/openRegistry';

const typeOf = (kind: ProblemKind) =>
  `https://sprintconnect.io/problems/${kind}`;
const MANAGE = 'sprintconnect.credential.manage';
const bearer = (secret: string, more: object = {}) => ({
  type: 'bearer' as const,
  secret,
  ...more,
});
const shared = (more: object = {}) => ({
  name: 'team-token',
  origins: ['https://weather.example'],
  credential: bearer('hush-hush'),
  ...more,
});

async function open(options: Parameters<typeof openRegistry>[0] = {}) {
  const world = await openRegistry(options);
  const api = request(world.app);
  const make = async (more: object = {}) =>
    (await api.post('/v1/credentials').send(shared(more)).expect(201)).body;
  const open1 = (id: string, version: number) =>
    world.credentials.vault.open({
      orgId: 'default',
      holder: `credential:${id}`,
      field: 'content',
      version,
    });
  const actions = () =>
    world.database.reader('audit_entries').orderBy('id').pluck('action');
  return { ...world, api, make, open1, actions };
}

describe.each(databaseIds)('shared credentials on %s', id => {
  it('are given, shown without their secret, changed and deleted', async () => {
    const { api, make, open1, events, actions, counts } = await open({ id });
    const made = await make({ environments: ['production'] });
    expect(made).toMatchObject({
      name: 'team-token',
      shared: true,
      type: 'bearer',
      version: 1,
      origins: ['https://weather.example'],
      environments: ['production'],
      uses: 0,
      createdBy: 'user:default/ada',
    });
    expect(JSON.parse(await open1(made.id, 1))).toMatchObject({
      origins: ['https://weather.example'],
      given: { secret: 'hush-hush' },
    });
    const path = `/v1/credentials/${made.id}`;
    const changed = await api
      .patch(path)
      .set('If-Match', '"1"')
      .send({
        environments: null,
        rotateEveryDays: 30,
        expiresAt: '2027-06-01T00:00:00+02:00',
      })
      .expect(200);
    expect(changed.body).toMatchObject({
      revision: 2,
      rotateEveryDays: 30,
      expiresAt: '2027-05-31T22:00:00.000Z',
      dueAt: '2026-12-22T12:00:00.000Z',
    });
    expect(changed.body).not.toHaveProperty('environments');
    expect((await api.get(path)).headers.etag).toBe('"2"');
    const list = await api.get('/v1/credentials?count=true').expect(200);
    expect(list.body).toMatchObject({ totalItems: 1 });
    expect(list.body.items).toEqual([changed.body]);
    await api.delete(path).expect(204);
    await expect(open1(made.id, 1)).rejects.toMatchObject({
      code: 'secret-missing',
    });
    const gone = await counts();
    await api.delete(path).expect(204);
    expect(await counts()).toEqual(gone);
    await api.get(path).expect(404);
    expect(await events()).toEqual(Array(3).fill('credential.changed'));
    expect(await actions()).toEqual([
      'credential-create',
      'credential-update',
      'credential-delete',
    ]);
  });

  it('are rotated with an overlap, which ends early or by itself', async () => {
    const { api, make, open1, clock, credentials } = await open({ id });
    const { id: credential } = await make();
    const rotate = (revision: number, body: object) =>
      api
        .post(`/v1/credentials/${credential}/versions`)
        .set('If-Match', `"${revision}"`)
        .send(body);
    const second = await rotate(1, {
      credential: { type: 'header', name: 'X-Key', secret: 'second' },
      overlapSeconds: 3600,
    }).expect(200);
    expect(second.body).toMatchObject({
      version: 2,
      type: 'header',
      headerName: 'X-Key',
      previous: { version: 1, type: 'bearer' },
      revision: 2,
    });
    expect(await open1(credential, 1)).toContain('hush-hush');
    const third = await rotate(2, {
      credential: bearer('third'),
      overlapSeconds: 60,
      origins: ['https://other.example:8443'],
    }).expect(200);
    expect(third.body).toMatchObject({
      previous: { version: 2 },
      origins: ['https://other.example:8443'],
    });
    await expect(open1(credential, 1)).rejects.toThrow();
    await api
      .delete(`/v1/credentials/${credential}/versions/previous`)
      .expect(204);
    await expect(open1(credential, 2)).rejects.toThrow();
    await rotate(4, {
      credential: bearer('fourth'),
      overlapSeconds: 60,
    }).expect(200);
    const [watch] = credentials.tasks;
    await watch.run(new AbortController().signal);
    expect(await open1(credential, 3)).toContain('third');
    clock.advance(61_000);
    const shown = await api.get(`/v1/credentials/${credential}`);
    expect(shown.body).not.toHaveProperty('previous');
    await watch.run(new AbortController().signal);
    await expect(open1(credential, 3)).rejects.toThrow();
    expect(await open1(credential, 4)).toContain('fourth');
  });

  it('say who uses them, and stay while somebody does', async () => {
    const { api, make, register, counts } = await open({ id });
    const { id: credential } = await make();
    const other = await make({ name: 'other' });
    for (const name of ['b', 'a', 'c']) {
      await register({ name, credentialRef: 'team-token' });
    }
    await register({ name: 'd', credentialRef: 'other' });
    await register({ name: 'e' });
    const path = `/v1/credentials/${credential}`;
    const first = await api.get(`${path}/uses?limit=2&count=true`).expect(200);
    expect(first.body).toMatchObject({
      items: [{ name: 'a' }, { name: 'b' }],
      totalItems: 3,
    });
    expect(first.body.items[0]).not.toHaveProperty('remotes');
    const next = await api.get(
      `${path}/uses?limit=2&count=true&cursor=${first.body.nextCursor}`,
    );
    expect(next.body.items).toMatchObject([{ name: 'c' }]);
    expect((await api.get(path)).body.uses).toBe(3);
    expect((await api.get(`/v1/credentials/${other.id}`)).body.uses).toBe(1);
    const before = await counts();
    const refused = await api.delete(path).expect(409);
    expect(refused.body).toMatchObject({
      type: typeOf('credential-in-use'),
      detail: expect.stringContaining('3 servers use'),
    });
    expect(await counts()).toEqual(before);
  });

  it('are those of one organisation', async () => {
    const { api, make } = await open({ id });
    const { id: credential } = await make();
    const other = { 'x-test-org': 'other' };
    await api.get(`/v1/credentials/${credential}`).set(other).expect(404);
    await api.delete(`/v1/credentials/${credential}`).set(other).expect(204);
    await api.get(`/v1/credentials/${credential}`).expect(200);
    const list = await api.get('/v1/credentials').set(other);
    expect(list.body.items).toEqual([]);
    const refused = await api
      .post('/v1/servers')
      .set(other)
      .send(weather({ credentialRef: 'team-token' }))
      .expect(422);
    expect(refused.body.type).toMatch(/credential-not-found$/);
    await api
      .post('/v1/credentials')
      .set(other)
      .send(shared({ credential: bearer('theirs') }))
      .expect(201);
  });
});

it.each([
  [400, 'name', shared({ name: 'a b' })],
  [400, 'origins', shared({ origins: [] })],
  [400, 'origins[0]', shared({ origins: ['https://a.example/path'] })],
  [400, 'credential', shared({ origins: ['http://weather.example'] })],
  [400, 'environments[0]', shared({ environments: ['moon'] })],
  [
    400,
    'credential.expiresAt',
    shared({ credential: bearer('x', { expiresAt: '2020-01-01T00:00:00Z' }) }),
  ],
  [
    400,
    'credential.secret.ref',
    shared({ credential: { type: 'bearer', secret: { ref: 'file:none' } } }),
  ],
  [409, 'name', shared({ name: 'taken' })],
])('refuses with %i at %s, and keeps nothing', async (status, path, body) => {
  const { api, make, counts, app } = await open();
  await make({ name: 'taken' });
  const before = await counts();
  const refused = await api.post('/v1/credentials').send(body);
  expect([refused.status, refused.body.errors[0].path]).toEqual([status, path]);
  const kind = status === 409 ? 'credential-name-taken' : 'invalid-request';
  expect(refused.body.type).toBe(typeOf(kind));
  expect(refused.text).not.toContain('hush-hush');
  expect(await counts()).toEqual(before);
  expect(app.locals.logged).toEqual([]);
});

it('takes a client certificate for https, and no other', async () => {
  const { api, counts } = await open();
  const before = await counts();
  const { cert: certificate, key: privateKey } = makeCertificate('client');
  const credential = { type: 'mtls', certificate, privateKey };
  const send = (origin: string) =>
    api.post('/v1/credentials').send(shared({ origins: [origin], credential }));
  const refused = await send('http://127.0.0.1');
  expect([refused.status, refused.body.errors[0].path]).toEqual([
    400,
    'credential',
  ]);
  expect(await counts()).toEqual(before);
  const made = await send('https://weather.example');
  expect(made.status).toBe(201);
  expect(made.body.expiresAt).toBeDefined();
  expect(made.text).not.toContain('BEGIN');
});

it('asks for the revision that a change is made to', async () => {
  const { api, make, counts } = await open();
  const { id } = await make();
  const before = await counts();
  for (const [method, path, body] of [
    ['patch', '', { description: 'x' }],
    ['post', '/versions', { credential: bearer('other') }],
  ] as const) {
    const send = () => api[method](`/v1/credentials/${id}${path}`).send(body);
    await send().expect(428);
    await send().set('If-Match', '"7"').expect(412);
  }
  await api
    .patch(`/v1/credentials/${id}`)
    .set('If-Match', '"1"')
    .send({ expiresAt: '2020-01-01T00:00:00Z' })
    .expect(400);
  expect(await counts()).toEqual(before);
});

it('does once what is sent twice', async () => {
  const { api, counts } = await open();
  const send = () =>
    api.post('/v1/credentials').set('Idempotency-Key', 'once').send(shared());
  const { body } = await send().expect(201);
  const after = await counts();
  const again = await send().expect(201);
  expect(again.body).toEqual(body);
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(await counts()).toEqual(after);
});

it('lets who registers servers see what they can name, and no more', async () => {
  const { make } = await open();
  await make();
  const world = await open({ denied: [MANAGE] });
  const record = {
    name: 'basic',
    origins: ['https://a.example'],
    credential: { type: 'basic', username: 'ann', password: 'hush-hush' },
  };
  const refused = await world.api.post('/v1/credentials').send(record);
  expect([refused.status, refused.body.type]).toEqual([
    403,
    'https://sprintconnect.io/problems/permission-missing',
  ]);
  expect((await world.counts()).secrets).toBe(0);
  const manager = await openRegistry({ database: world.database });
  const { body } = await request(manager.app)
    .post('/v1/credentials')
    .send(record)
    .expect(201);
  expect(body).toMatchObject({ username: 'ann', createdBy: expect.anything() });
  const path = `/v1/credentials/${body.id}`;
  const seen = (await world.api.get(path).expect(200)).body;
  expect(seen).toMatchObject({ name: 'basic', type: 'basic' });
  expect(seen).not.toHaveProperty('username');
  expect(seen).not.toHaveProperty('createdBy');
  const before = await world.counts();
  await world.api.delete(path).expect(403);
  await world.api.patch(path).set('If-Match', '"1"').send({}).expect(403);
  await world.api
    .post(`${path}/versions`)
    .set('If-Match', '"1"')
    .send({ credential: bearer('x') })
    .expect(403);
  await world.api.delete(`${path}/versions/previous`).expect(403);
  expect(await world.counts()).toEqual(before);
  const nobody = await openRegistry({
    database: world.database,
    denied: [MANAGE, 'sprintconnect.server.create'],
  });
  await request(nobody.app).get(path).expect(403);
  await request(nobody.app).get('/v1/credentials').expect(403);
});

it('lets only who manages credentials name secrets that are kept elsewhere', async () => {
  const world = await open({ denied: [MANAGE] });
  const before = await world.counts();
  const body = weather({
    credential: { type: 'bearer', secret: { ref: 'file:weather/token' } },
  });
  const refused = await world.api.post('/v1/servers').send(body);
  expect([refused.status, refused.body.type]).toEqual([
    403,
    'https://sprintconnect.io/problems/permission-missing',
  ]);
  const tested = await world.api.post('/v1/servers').send(body);
  expect(tested.status).toBe(403);
  expect(await world.counts()).toEqual(before);
});

it('says that secrets cannot be kept, and keeps nothing', async () => {
  const vault = {
    seal: async () => {
      throw new SecretError('secrets-unavailable', 'The vault is sealed.');
    },
  };
  const world = await open({ vault: vault as never });
  const before = await world.counts();
  const refused = await world.api.post('/v1/credentials').send(shared());
  expect(refused.status).toBe(503);
  expect(refused.body).toMatchObject({
    type: 'https://sprintconnect.io/problems/secrets-unavailable',
    detail: 'The vault is sealed.',
  });
  expect(refused.headers['retry-after']).toBe('10');
  expect(await world.counts()).toEqual(before);
});
