import request from 'supertest';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../../__testUtils__';
import { ADMIN } from '../__testUtils__/adminClient';
import { NOBODY, openRoles, rolesOf } from '../__testUtils__/openRoles';

const ROUTE = '/v1/role-bindings';

describe.each(databaseIds)('role bindings on %s', id => {
  it('are given, listed page by page, found and taken through the client', async () => {
    const { client, database } = await openRoles({
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
    // Once more is no change, and is no entry: the audit log says below what happened.
    await client.roles.unbind(bound.id as string);
    expect(await subjects({ q: 'ada' })).toEqual(['user:default/ada']);
    const changes = ['access.roles.changed'];
    expect(await database.reader('outbox_events').pluck('type')).toEqual(
      Array(4).fill(changes[0]),
    );
    expect(
      await database
        .reader('audit_entries')
        .orderBy('position')
        .pluck('action'),
    ).toEqual(['role-bind', 'role-bind', 'role-bind', 'role-unbind']);
  });

  it('leave an organisation an admin who is a person of its own', async () => {
    const bot = 'https://id.example#bot';
    const { client, database, counts } = await openRoles({
      id,
      settings: { roles: { ...NOBODY, admin: [bot] } },
    });
    const bind = (subject: string) =>
      client.roles.bind({ subject, role: 'admin' });
    const [ada, theirs] = [await bind('user:ada'), await bind('user:noor')];
    await database
      .reader('role_bindings')
      .where({ id: theirs.id })
      .update({ org_id: 'other' });
    const before = await counts();
    await expect(client.roles.unbind(ada.id as string)).rejects.toMatchObject({
      problem: { status: 409, detail: expect.stringContaining('last admin') },
    });
    expect(await counts()).toEqual(before);
  });

  it('are given once when a request is sent twice', async () => {
    const { url, counts } = await openRoles({ id });
    const send = () =>
      request(url)
        .post(ROUTE)
        .set(ADMIN)
        .set('Idempotency-Key', 'k1')
        .send({ subject: 'user:ada', role: 'admin' });
    const first = await send();
    expect(first.headers.location).toBe(`${ROUTE}/${first.body.id}`);
    const before = await counts();
    const second = await send();
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.location).toBe(first.headers.location);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await counts()).toEqual(before);
  });

  it('leave an organisation its last admin, also to two who take at once', async () => {
    const { client, database, counts } = await openRoles({ id });
    const ada = await client.roles.bind({ subject: 'user:ada', role: 'admin' });
    const key = await client.keys.create({ name: 'k', roles: ['viewer'] });
    await client.roles.bind({ subject: `api-key:${key.id}`, role: 'admin' });
    const before = await counts();
    await expect(client.roles.unbind(ada.id as string)).rejects.toMatchObject({
      problem: {
        type: problemTypeOf('last-admin'),
        status: 409,
        detail: expect.stringContaining('last admin'),
      },
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
    const { client, counts } = await openRoles({
      id,
      settings: { roles: { ...NOBODY, admin: ['group:platform'] } },
    });
    const ada = await client.roles.bind({ subject: 'user:ada', role: 'admin' });
    await client.roles.unbind(ada.id as string);
    const before = await counts();
    await expect(client.roles.unbind('config')).rejects.toMatchObject({
      problem: {
        type: problemTypeOf('role-configured'),
        status: 409,
        detail: expect.stringContaining('sprintconnect.access.roles'),
      },
    });
    expect(await counts()).toEqual(before);
  });

  it('are refused with words, and nothing is written', async () => {
    const { url, counts, client } = await openRoles({
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
      request(url).post(ROUTE).set(ADMIN).send(body);
    for (const [body, message] of [
      [{ subject: 'ada', role: 'admin' }, 'must be a user or group'],
      [{ subject: 'user:ada', role: 'owner' }, 'expected one of'],
      [
        { subject: 'user:ada', role: 'admin', orgId: 'x' },
        "isn't a known field",
      ],
      [{ subject: 'https://other.example#a', role: 'viewer' }, 'issuer'],
      [
        {
          subject: 'api-key:00000000-0000-7000-8000-000000000000',
          role: 'viewer',
        },
        "isn't an API key",
      ],
    ] as const) {
      const answer = await bind(body);
      expect([body, answer.status]).toEqual([body, 400]);
      expect(JSON.stringify(answer.body.errors)).toContain(message);
    }
    const strange = '00000000-0000-7000-8000-000000000000';
    const absent = await request(url).delete(`${ROUTE}/${strange}`).set(ADMIN);
    expect(absent.status).toBe(204);
    const cursor = await request(url).get(`${ROUTE}?cursor=abc`).set(ADMIN);
    expect(cursor.status).toBe(400);
    expect(await counts()).toEqual(before);
  });

  it('of another organisation are not there', async () => {
    const { url, client, database, counts } = await openRoles({ id });
    const ada = await client.roles.bind({
      subject: 'user:ada',
      role: 'viewer',
    });
    await database
      .reader('role_bindings')
      .where({ id: ada.id })
      .update({ org_id: 'other' });
    const before = await counts();
    const taken = await request(url).delete(`${ROUTE}/${ada.id}`).set(ADMIN);
    expect(taken.status).toBe(204);
    expect(
      await database.reader('role_bindings').where({ id: ada.id }),
    ).toHaveLength(1);
    expect((await client.roles.list()).items).toEqual([]);
    expect(await rolesOf(url, 'user:default/ada')).toEqual([]);
    expect(await counts()).toEqual(before);
  });
});

it('are not for who may not manage access, and nobody gives what they do not hold', async () => {
  const denied = await openRoles({ result: AuthorizeResult.DENY });
  const before = await denied.counts();
  for (const call of [
    request(denied.url).get(ROUTE),
    request(denied.url).post(ROUTE).send({ subject: 'user:a', role: 'admin' }),
    request(denied.url).delete(`${ROUTE}/x`),
  ]) {
    const answer = await call.set(ADMIN);
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain('sprintconnect.access.manage');
  }
  expect(await denied.counts()).toEqual(before);

  const { url, client, counts } = await openRoles();
  const { secret } = await client.keys.create({ name: 'k', scopes: ['org:*'] });
  const after = await counts();
  const greedy = await request(url)
    .post(ROUTE)
    .set('Authorization', `Bearer ${secret}`)
    .send({ subject: 'user:ada', role: 'viewer' });
  expect(greedy.status).toBe(403);
  expect(greedy.body.detail).toMatch(
    /^You can't assign a role .*sprintconnect\.server\.read/,
  );
  expect(await counts()).toEqual({ ...after });
});
