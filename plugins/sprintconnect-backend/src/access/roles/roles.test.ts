import request from 'supertest';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { SprintConnectClient } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, eventually, openTestDatabase } from '../../__testUtils__';
import {
  type AccessWorld,
  type AccessWorldOptions,
  movedClock,
  openAccess,
} from '../__testUtils__/openAccess';
import { configuredRoles } from './configuredRoles';
import { createRoleLookup } from './createRoleLookup';
import { normaliseSubject } from './normaliseSubject';

jest.setTimeout(60_000);

const NOBODY = { admin: [], engineer: [], viewer: [] };
const admin = { Authorization: mockCredentials.user.header() };
const as = (ref: string) => ({
  Authorization: mockCredentials.user.header(ref),
});
const ROUTE = '/v1/role-bindings';

const open: AccessWorld[] = [];
async function world(options: AccessWorldOptions = {}) {
  const opened = await openAccess(options);
  open.push(opened);
  const client = new SprintConnectClient({
    baseUrl: opened.url,
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...init?.headers, ...admin } }),
  });
  return { ...opened, client };
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(each => each.close()));
});

const rolesOf = async (url: string, ref: string) => {
  const answer = await request(url).get('/v1/me/roles').set(as(ref));
  expect(answer.status).toBe(200);
  return answer.body.roles;
};

describe('subjects', () => {
  it.each([
    ['*', '*'],
    ['user:ada', 'user:default/ada'],
    ['User:Default/Ada', 'user:default/ada'],
    [' group:Ops/On-Call ', 'group:ops/on-call'],
    [
      'api-key:019AB2C3-0000-7000-8000-00000000000A',
      'api-key:019ab2c3-0000-7000-8000-00000000000a',
    ],
    [
      'https://id.example/Realm#Build Bot',
      'https://id.example/Realm#Build Bot',
    ],
  ])('%j is %j', (text, subject) => {
    expect(normaliseSubject(text)).toMatchObject({ subject });
  });

  it.each([
    'ada',
    'default/ada',
    'user:',
    'user:a/b/c',
    'user:a b',
    'component:default/ada',
    'plugin:catalog',
    'api-key:',
    'api-key:12',
    'https://id.example',
    'https://id.example#',
    'https://#x',
    'https://id.example#a\u0000b',
    'user:#',
    '**',
    '',
    `user:${'a'.repeat(320)}`,
  ])('%j is nobody', text => {
    expect(normaliseSubject(text)).toEqual({ fault: expect.any(String) });
  });

  it('of the configuration stop the start when they are nobody', () => {
    expect(() =>
      configuredRoles({
        admin: ['group:platform', 'platform'],
        engineer: [],
        viewer: ['api-key:x'],
      }),
    ).toThrow(/access\.roles\.admin\.1: "platform".*access\.roles\.viewer\.0/);
    expect(
      configuredRoles({
        admin: ['user:b', 'User:Default/B', 'user:a'],
        engineer: ['user:a'],
        viewer: ['*'],
      }),
    ).toEqual([
      { subject: '*', role: 'viewer' },
      { subject: 'user:default/a', role: 'admin' },
      { subject: 'user:default/a', role: 'engineer' },
      { subject: 'user:default/b', role: 'admin' },
    ]);
  });
});

describe.each(databaseIds)('role bindings on %s', id => {
  it('are given, listed page by page, found and taken through the client', async () => {
    const { client, database } = await world({
      id,
      settings: {
        roles: { ...NOBODY, admin: ['group:platform'], viewer: ['*'] },
      },
    });
    const bound = await client.roles.bind({
      subject: 'user:Ada',
      role: 'admin',
    });
    expect(bound).toMatchObject({
      subject: 'user:default/ada',
      role: 'admin',
      source: 'portal',
      createdBy: 'user:default/mock',
    });
    await client.roles.bind({ subject: 'user:ada', role: 'viewer' });
    await client.roles.bind({ subject: 'group:data_1', role: 'engineer' });
    const again = await client.roles.bind({
      subject: 'user:default/ada',
      role: 'admin',
    });
    expect(again).toEqual(bound);

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.roles.list({ limit: 2, cursor, count: true });
      expect(page.totalItems).toBe(5);
      seen.push(
        ...page.items.map(
          each => `${each.source} ${each.subject} ${each.role}`,
        ),
      );
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([
      'config * viewer',
      'config group:default/platform admin',
      'portal group:default/data_1 engineer',
      'portal user:default/ada admin',
      'portal user:default/ada viewer',
    ]);
    const subjects = async (query: object) => {
      const page = await client.roles.list(query);
      return page.items.map(each => each.subject);
    };
    expect(await subjects({ q: 'DATA_' })).toEqual(['group:default/data_1']);
    expect(await subjects({ q: 'dat%' })).toEqual([]);
    expect(await subjects({ role: 'viewer' })).toEqual([
      '*',
      'user:default/ada',
    ]);
    expect(
      (await client.roles.list({ fields: ['role'], limit: 1 })).items,
    ).toEqual([{ role: 'viewer' }]);

    await client.roles.unbind(bound.id as string);
    await expect(client.roles.unbind(bound.id as string)).rejects.toMatchObject(
      { problem: { status: 404 } },
    );
    expect(await subjects({ q: 'ada' })).toEqual(['user:default/ada']);
    const changes = ['access.roles.changed'];
    expect(await database.reader('outbox_events').pluck('type')).toEqual(
      Array(4).fill(changes[0]),
    );
    expect(
      await database.reader('audit_entries').orderBy('seq').pluck('action'),
    ).toEqual(['role-bind', 'role-bind', 'role-bind', 'role-unbind']);
  });

  it('are given once when a request is sent twice', async () => {
    const { url, counts } = await world({ id });
    const send = () =>
      request(url)
        .post(ROUTE)
        .set(admin)
        .set('Idempotency-Key', 'k1')
        .send({ subject: 'user:ada', role: 'admin' });
    const first = await send();
    expect(first.headers.location).toBe(`${ROUTE}/${first.body.id}`);
    const before = await counts();
    const second = await send();
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await counts()).toEqual(before);
  });

  it('leave an organisation its last admin, also to two who take at once', async () => {
    const { client, database, counts } = await world({ id });
    const ada = await client.roles.bind({ subject: 'user:ada', role: 'admin' });
    const key = await client.keys.create({ name: 'k', roles: ['viewer'] });
    await client.roles.bind({ subject: `api-key:${key.id}`, role: 'admin' });
    const before = await counts();
    await expect(client.roles.unbind(ada.id as string)).rejects.toMatchObject({
      problem: { status: 409, detail: expect.stringContaining('last admin') },
    });
    expect(await counts()).toEqual(before);

    const ops = await client.roles.bind({
      subject: 'group:ops',
      role: 'admin',
    });
    const taken = await Promise.allSettled(
      [ada, ops].map(each => client.roles.unbind(each.id as string)),
    );
    expect(taken.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(
      await database
        .reader('role_bindings')
        .whereNot('subject', 'like', 'api-key:%')
        .count('* as n')
        .first(),
    ).toMatchObject({ n: id === 'SQLITE_3' ? 1 : '1' });
  });

  it('of the configuration count as admins, and stay', async () => {
    const { client, counts } = await world({
      id,
      settings: { roles: { ...NOBODY, admin: ['group:platform'] } },
    });
    const ada = await client.roles.bind({ subject: 'user:ada', role: 'admin' });
    await client.roles.unbind(ada.id as string);
    const before = await counts();
    await expect(client.roles.unbind('config')).rejects.toMatchObject({
      problem: {
        status: 409,
        detail: expect.stringContaining('sprintconnect.access.roles'),
      },
    });
    expect(await counts()).toEqual(before);
  });

  it('are refused with words, and nothing is written', async () => {
    const { url, counts, client } = await world({
      id,
      settings: {
        issuers: [{ issuer: 'https://id.example' } as never],
      },
    });
    await client.roles.bind({
      subject: 'https://id.example#bot',
      role: 'viewer',
    });
    const before = await counts();
    const bind = (body: object) =>
      request(url).post(ROUTE).set(admin).send(body);
    for (const [body, message] of [
      [{ subject: 'ada', role: 'admin' }, 'must be a user or group'],
      [{ subject: 'user:ada', role: 'owner' }, 'expected one of'],
      [{ subject: 'user:ada', role: 'admin', orgId: 'x' }, 'not a known field'],
      [{ subject: 'https://other.example#a', role: 'viewer' }, 'issuer'],
      [
        {
          subject: 'api-key:00000000-0000-7000-8000-000000000000',
          role: 'viewer',
        },
        'no API key',
      ],
    ] as const) {
      const answer = await bind(body);
      expect([body, answer.status]).toEqual([body, 400]);
      expect(JSON.stringify(answer.body.errors)).toContain(message);
    }
    const strange = '00000000-0000-7000-8000-000000000000';
    const absent = await request(url).delete(`${ROUTE}/${strange}`).set(admin);
    expect(absent.status).toBe(404);
    const cursor = await request(url).get(`${ROUTE}?cursor=abc`).set(admin);
    expect(cursor.status).toBe(400);
    expect(await counts()).toEqual(before);
  });

  it('of another organisation are not there', async () => {
    const { url, client, database, counts } = await world({ id });
    const ada = await client.roles.bind({
      subject: 'user:ada',
      role: 'viewer',
    });
    await database
      .reader('role_bindings')
      .where({ id: ada.id })
      .update({ org_id: 'other' });
    const before = await counts();
    const taken = await request(url).delete(`${ROUTE}/${ada.id}`).set(admin);
    expect(taken.status).toBe(404);
    expect((await client.roles.list()).items).toEqual([]);
    expect(await rolesOf(url, 'user:default/ada')).toEqual([]);
    expect(await counts()).toEqual(before);
  });
});

it('are not for who may not manage access, and nobody gives what they do not hold', async () => {
  const denied = await world({ result: AuthorizeResult.DENY });
  const before = await denied.counts();
  for (const call of [
    request(denied.url).get(ROUTE),
    request(denied.url).post(ROUTE).send({ subject: 'user:a', role: 'admin' }),
    request(denied.url).delete(`${ROUTE}/x`),
  ]) {
    const answer = await call.set(admin);
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain('sprintconnect.access.manage');
  }
  expect(await denied.counts()).toEqual(before);

  const { url, client, counts } = await world();
  const { secret } = await client.keys.create({ name: 'k', scopes: ['org:*'] });
  const after = await counts();
  const greedy = await request(url)
    .post(ROUTE)
    .set('Authorization', `Bearer ${secret}`)
    .send({ subject: 'user:ada', role: 'viewer' });
  expect(greedy.status).toBe(403);
  expect(greedy.body.detail).toContain('sprintconnect.server.read');
  expect(await counts()).toEqual({ ...after });
});

describe('the roles of somebody', () => {
  it('are those of all that a user owns by, and are asked of nobody else', async () => {
    const { client, url } = await world({
      // Whoever asks the permission framework here is refused.
      settings: {
        roles: { ...NOBODY, viewer: ['*'], engineer: ['group:Data'] },
      },
      groupsOf: ref =>
        ref === 'user:default/ada' ? ['group:default/DATA'] : [],
    });
    await client.roles.bind({ subject: 'user:ada', role: 'admin' });
    expect(await rolesOf(url, 'user:default/ada')).toEqual([
      'admin',
      'engineer',
      'viewer',
    ]);
    expect(await rolesOf(url, 'user:default/noor')).toEqual(['viewer']);
    const me = await request(url).get('/v1/me').set(as('user:default/ada'));
    expect(me.body.roles).toEqual(['admin', 'engineer', 'viewer']);
    const service = await request(url)
      .get('/v1/me/roles')
      .set('Authorization', mockCredentials.service.header());
    expect(service.body).toEqual({ orgId: 'default', roles: [] });
    const nobody = await request(url).get('/v1/me/roles');
    expect(nobody.status).toBe(401);
  });

  it('are answered to users whom the permission framework refuses everything', async () => {
    const { url } = await world({
      result: AuthorizeResult.DENY,
      settings: { roles: { ...NOBODY, engineer: ['user:ada'] } },
    });
    expect(await rolesOf(url, 'user:default/ada')).toEqual(['engineer']);
  });

  it('reach machines with the next request, and go with it', async () => {
    const { client, url } = await world();
    const key = await client.keys.create({ name: 'k', roles: ['viewer'] });
    const use = async () => {
      const answer = await request(url)
        .get('/v1/context')
        .set('Authorization', `Bearer ${key.secret}`);
      return answer.body.roles;
    };
    expect(await use()).toEqual(['viewer']);
    const bound = await client.roles.bind({
      subject: `api-key:${key.id}`,
      role: 'engineer',
    });
    expect(await use()).toEqual(['viewer', 'engineer']);
    await client.roles.unbind(bound.id as string);
    expect(await use()).toEqual(['viewer']);
  });

  it('are 503, not none, when the portal does not say who somebody is', async () => {
    const { url, access: _access } = await world({
      groupsOf: () => {
        throw new Error('auth is down');
      },
    });
    const answer = await request(url).get('/v1/me/roles').set(admin);
    expect(answer.status).toBe(503);
    expect(answer.body.detail).toContain('groups');
    expect(JSON.stringify(answer.body)).not.toContain('auth is down');
  });

  it('are kept for five seconds, and dropped when another instance changes them', async () => {
    const database = await openTestDatabase();
    const events = mockServices.events();
    const one = await world({ database });
    const two = await world({ database, events });
    await two.access.start();
    const ada = 'user:default/ada';
    expect(await rolesOf(two.url, ada)).toEqual([]);
    await one.client.roles.bind({ subject: ada, role: 'viewer' });
    expect(await rolesOf(two.url, ada)).toEqual([]);
    two.clock.advance(5_000);
    expect(await rolesOf(two.url, ada)).toEqual(['viewer']);

    await one.client.roles.bind({ subject: ada, role: 'engineer' });
    const publish = (type: string) =>
      events.publish({ topic: 'sprintconnect', eventPayload: { type } });
    await publish('server.updated');
    expect(await rolesOf(two.url, ada)).toEqual(['viewer']);
    await publish('access.roles.changed');
    expect(await rolesOf(two.url, ada)).toEqual(['engineer', 'viewer']);
  });

  it('that were being looked up when they changed are not kept, and neither is a failure', async () => {
    const answers: ((roles: 'viewer'[]) => void)[] = [];
    const lookup = createRoleLookup({
      bindings: {
        rolesOf: () => new Promise(resolve => answers.push(resolve)),
      },
      configured: [],
      userInfo: { getUserInfo: () => Promise.reject(new Error('down')) },
      clock: movedClock(),
      seconds: 5,
    });
    const bot = { caller: { type: 'agent' as const, ref: 'x#y' }, orgId: 'o' };
    const early = lookup.boundTo(bot);
    await eventually('the first read', () => answers.length === 1);
    lookup.forget();
    const late = lookup.boundTo(bot);
    await eventually('the second read', () => answers.length === 2);
    answers[0](['viewer']);
    answers[1]([]);
    expect(await early).toEqual(['viewer']);
    expect(await late).toEqual([]);
    expect(await lookup.boundTo(bot)).toEqual([]);
    expect(answers).toHaveLength(2);

    const user = {
      caller: { type: 'user' as const, ref: 'user:default/ada' },
      orgId: 'o',
      credentials: mockCredentials.user(),
    };
    await expect(lookup.boundTo(user)).rejects.toMatchObject({ status: 503 });
    await expect(lookup.boundTo(user)).rejects.toMatchObject({ status: 503 });
  });
});
