import request from 'supertest';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  type IssuedApiKey,
  SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, eventually, openTestDatabase } from '../../__testUtils__';
import {
  type AccessWorld,
  type AccessWorldOptions,
  movedClock,
  openAccess,
} from '../__testUtils__/openAccess';
import { ApiKeyStore } from './ApiKeyStore';
import { hashOf, mintApiKey, prefixOf } from './apiKeyText';
import { createKeyVerifier } from './createKeyVerifier';
import { createRevisionWatch } from './createRevisionWatch';

jest.setTimeout(60_000);

const admin = { Authorization: mockCredentials.user.header() };
const reader = { name: 'ci', scopes: ['mcp:servers:read'] };
const HOUR_MS = 3600 * 1000;

const open: AccessWorld[] = [];
async function world(options: AccessWorldOptions = {}): Promise<AccessWorld> {
  const opened = await openAccess(options);
  open.push(opened);
  return opened;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(each => each.close()));
});

async function make(
  { url }: AccessWorld,
  body: object = reader,
): Promise<IssuedApiKey> {
  const answer = await request(url).post('/v1/api-keys').set(admin).send(body);
  expect(answer.status).toBe(201);
  return answer.body;
}
const use = ({ url }: AccessWorld, secret: string) =>
  request(url).get('/v1/context').set('Authorization', `Bearer ${secret}`);

describe('the text of an API key', () => {
  it('is random, recognisable, and refuses what was cut or mistyped', () => {
    const minted = Array.from({ length: 50 }, mintApiKey);
    expect(new Set(minted.map(each => each.prefix)).size).toBe(50);
    for (const { secret, prefix, hash } of minted) {
      expect(secret).toMatch(/^sck_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
      expect(prefixOf(secret)).toBe(prefix);
      expect(hashOf(secret)).toBe(hash);
      expect(prefixOf(secret.slice(0, -1))).toBeUndefined();
      const other = secret[30] === 'x' ? 'y' : 'x';
      expect(
        prefixOf(secret.slice(0, 30) + other + secret.slice(31)),
      ).toBeUndefined();
    }
  });
});

describe('the watch over the revision', () => {
  it('gives each asker a read that began after they asked, and shares it', async () => {
    const reads: ((revision: number) => void)[] = [];
    const watch = createRevisionWatch(
      () => new Promise(resolve => reads.push(resolve)),
    );
    const first = watch();
    const late = [watch(), watch()];
    expect(reads).toHaveLength(1);
    reads[0](1);
    expect(await first).toBe(1);
    await eventually('the second read', () => reads.length === 2);
    reads[1](2);
    expect(await Promise.all(late)).toEqual([2, 2]);
    expect(reads).toHaveLength(2);
  });

  it('tries again after a read that failed', async () => {
    let fails = true;
    const watch = createRevisionWatch(async () => {
      if (fails) throw new Error('down');
      return 7;
    });
    const [first, second] = [watch(), watch()];
    await expect(first).rejects.toThrow('down');
    await expect(second).rejects.toThrow('down');
    fails = false;
    expect(await watch()).toBe(7);
  });
});

describe.each(databaseIds)('API keys on %s', id => {
  it('are made, shown once, used, listed, rotated and revoked through the client', async () => {
    const opened = await world({ id });
    const client = new SprintConnectClient({
      baseUrl: opened.url,
      fetch: (url, init) =>
        fetch(url, { ...init, headers: { ...init?.headers, ...admin } }),
    });
    const key = await client.keys.create({
      name: ' nightly ',
      scopes: ['mcp:servers:read', 'mcp:servers:read'],
      roles: ['viewer'],
      expiresAt: '2999-01-01T01:00:00+01:00',
    });
    expect(key).toMatchObject({
      name: 'nightly',
      scopes: ['mcp:servers:read'],
      roles: ['viewer'],
      status: 'active',
      createdBy: 'user:default/mock',
      expiresAt: '2999-01-01T00:00:00.000Z',
    });
    expect(key.secret.startsWith(`${key.prefix}_`)).toBe(true);

    const used = await use(opened, key.secret);
    expect(used.body).toMatchObject({
      caller: { type: 'api-key', ref: `api-key:${key.id}` },
      orgId: 'default',
      roles: ['viewer'],
      scopes: ['mcp:servers:read'],
    });
    await eventually('the last use', async () => {
      const { lastUsedAt } = await client.keys.get(key.id);
      return lastUsedAt;
    });
    const other = await client.keys.create({ name: 'two', roles: ['admin'] });
    const page = await client.keys.list({ limit: 1, count: true });
    expect(page).toMatchObject({ items: [{ id: other.id }], totalItems: 2 });
    const rest = await client.keys.list({ limit: 1, cursor: page.nextCursor });
    expect(rest.items).toMatchObject([{ id: key.id }]);
    expect(rest.nextCursor).toBeUndefined();

    const rotated = await client.keys.rotate(key.id, { overlapHours: 2 });
    expect(rotated.secret).not.toBe(key.secret);
    expect(rotated.previous).toMatchObject({ prefix: key.prefix });
    await client.keys.revoke(key.id);
    await client.keys.revoke(key.id);
    expect(await client.keys.get(key.id)).toMatchObject({ status: 'revoked' });
    await expect(client.keys.rotate(key.id)).rejects.toMatchObject({
      problem: { status: 409 },
    });
    expect(
      await opened.database
        .reader('outbox_events')
        .orderBy('position')
        .pluck('type'),
    ).toEqual([
      'access.key.created',
      'access.key.created',
      'access.key.rotated',
      'access.key.revoked',
    ]);
    expect(
      await opened.database
        .reader('audit_entries')
        .orderBy('at')
        .pluck('action'),
    ).toEqual([
      'api-key-create',
      'api-key-create',
      'api-key-rotate',
      'api-key-revoke',
    ]);
  });

  it('keep their secret in no row, event or audit entry', async () => {
    const opened = await world({ id });
    const key = await make(opened);
    const answer = await request(opened.url)
      .post(`/v1/api-keys/${key.id}/rotate`)
      .set(admin)
      .send({});
    const { reader: db } = opened.database;
    const rows = await Promise.all(
      [
        'api_keys',
        'api_key_secrets',
        'audit_entries',
        'outbox_events',
        'idempotency_keys',
      ].map(table => db(table)),
    );
    const text = JSON.stringify(rows);
    for (const { secret } of [key, answer.body]) {
      const [, random] = /_([^_]+)$/.exec(secret)!;
      expect(text).not.toContain(random);
      expect(text).toContain(hashOf(secret));
    }
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('have two good secrets after a rotation, until the overlap ends, and never three', async () => {
    const opened = await world({ id });
    const key = await make(opened);
    const rotate = async (body: object) => {
      const answer = await request(opened.url)
        .post(`/v1/api-keys/${key.id}/rotate`)
        .set(admin)
        .send(body);
      return answer.body.secret as string;
    };
    const statuses = (...secrets: string[]) =>
      Promise.all(
        secrets.map(async secret => (await use(opened, secret)).status),
      );
    const second = await rotate({ overlapHours: 1 });
    expect(await statuses(key.secret, second)).toEqual([200, 200]);
    opened.clock.advance(HOUR_MS + 1000);
    expect(await statuses(key.secret, second)).toEqual([401, 200]);
    const third = await rotate({ overlapHours: 48 });
    const fourth = await rotate({ overlapHours: 48 });
    expect(await statuses(second, third, fourth)).toEqual([401, 200, 200]);
    const fifth = await rotate({ overlapHours: 0 });
    expect(await statuses(fourth, fifth)).toEqual([401, 200]);
  });

  it('are refused by every instance from the request after their revocation', async () => {
    const here = await world({ id });
    const there = await world({ database: here.database });
    const key = await make(here);
    const both = async () =>
      Promise.all(
        [here, there].map(async each => (await use(each, key.secret)).status),
      );
    expect(await both()).toEqual([200, 200]);
    expect(await both()).toEqual([200, 200]);
    await request(here.url).delete(`/v1/api-keys/${key.id}`).set(admin);
    const answer = await use(there, key.secret);
    expect(answer.status).toBe(401);
    expect(answer.body.detail).toContain('revoked');
    expect(answer.headers['www-authenticate']).toContain(
      'error="invalid_token"',
    );
    expect(await both()).toEqual([401, 401]);
  });

  it('are not remembered from a read that a revocation overtook', async () => {
    const database = await openTestDatabase({ id });
    const store = new ApiKeyStore(database);
    const opened = await world({ database });
    const key = await make(opened);
    let overtake = async () => {};
    const verify = createKeyVerifier({
      clock: movedClock(),
      logger: mockServices.logger.mock(),
      keys: {
        revision: () => store.revision(),
        touch: async () => {},
        findByPrefix: async prefix => {
          const found = await store.findByPrefix(prefix);
          await overtake();
          return found;
        },
      },
    });
    overtake = async () => {
      overtake = async () => {};
      await request(opened.url).delete(`/v1/api-keys/${key.id}`).set(admin);
      // Another request sees the new revision before the first one is done.
      await expect(verify(key.secret)).rejects.toThrow('revoked');
    };
    await expect(verify(key.secret)).resolves.toMatchObject({
      orgId: 'default',
    });
    await expect(verify(key.secret)).rejects.toThrow('revoked');
  });

  it('expire, and note their use once a minute', async () => {
    const opened = await world({ id });
    const soon = new Date(Date.now() + HOUR_MS).toISOString();
    const key = await make(opened, { ...reader, expiresAt: soon });
    const lastUse = async () => {
      const answer = await request(opened.url)
        .get(`/v1/api-keys/${key.id}`)
        .set(admin);
      return answer.body.lastUsedAt as string | undefined;
    };
    await use(opened, key.secret);
    const first = await eventually('the first use', lastUse);
    opened.clock.advance(30_000);
    await use(opened, key.secret);
    expect(await lastUse()).toBe(first);
    opened.clock.advance(31_000);
    await use(opened, key.secret);
    await eventually('the next use', async () => (await lastUse()) !== first);
    opened.clock.advance(HOUR_MS);
    const answer = await use(opened, key.secret);
    expect([answer.status, answer.body.detail]).toEqual([
      401,
      'This API key is expired.',
    ]);
  });

  it('are of one organisation: a secret moved to another does not open it', async () => {
    const opened = await world({ id });
    const key = await make(opened);
    const { reader: db } = opened.database;
    const foreign = await make(opened, { ...reader, name: 'theirs' });
    await db('api_keys').where({ id: foreign.id }).update({ org_id: 'other' });
    await db('api_key_secrets')
      .where({ key_id: foreign.id })
      .update({ org_id: 'other' });
    expect((await use(opened, foreign.secret)).body.orgId).toBe('other');
    expect((await use(opened, key.secret)).body.orgId).toBe('default');
    const before = await opened.counts();
    for (const call of [
      request(opened.url).get(`/v1/api-keys/${foreign.id}`),
      request(opened.url).delete(`/v1/api-keys/${foreign.id}`),
      request(opened.url).post(`/v1/api-keys/${foreign.id}/rotate`).send({}),
    ]) {
      const answer = await call.set(admin);
      expect(answer.status).toBe(404);
    }
    expect(await opened.counts()).toEqual(before);
    const listed = await request(opened.url).get('/v1/api-keys').set(admin);
    expect(listed.body.items).toMatchObject([{ id: key.id }]);
    // The beginning of the one with the end of the other.
    const mixed = key.secret.slice(0, 17) + foreign.secret.slice(17);
    expect((await use(opened, mixed)).status).toBe(401);
  });
});

describe('what is refused of API keys', () => {
  it.each<[string, object]>([
    ['no name', { scopes: ['org:*'] }],
    ['neither scope nor role', { name: 'x' }],
    ['an unknown scope', { name: 'x', scopes: ['root'] }],
    ['an unknown role', { name: 'x', roles: ['root'] }],
    ['an organisation', { ...reader, orgId: 'other' }],
    ['an id', { ...reader, id: '00000000-0000-7000-8000-000000000000' }],
    ['a secret of their own', { ...reader, secret: 'sck_mine' }],
    ['a past expiry', { ...reader, expiresAt: '2020-01-01T00:00:00Z' }],
    ['a thumbprint that is none', { ...reader, dpopThumbprint: 'x' }],
  ])('%s', async (_name, body) => {
    const { url, counts } = await world();
    const before = await counts();
    const answer = await request(url)
      .post('/v1/api-keys')
      .set(admin)
      .send(body);
    expect(answer.status).toBe(400);
    expect(await counts()).toEqual(before);
  });

  it('a key to repeat the answer, since that would have to be kept', async () => {
    const opened = await world();
    const { id } = await make(opened);
    const before = await opened.counts();
    for (const path of ['/v1/api-keys', `/v1/api-keys/${id}/rotate`]) {
      const answer = await request(opened.url)
        .post(path)
        .set({ ...admin, 'Idempotency-Key': 'once' })
        .send(path.endsWith('rotate') ? {} : reader);
      expect(answer.status).toBe(400);
      expect(answer.body.detail).toContain('Idempotency-Key');
    }
    expect(await opened.counts()).toEqual(before);
  });

  it('everything, to who may not manage access', async () => {
    const { url, counts } = await world({ result: AuthorizeResult.DENY });
    const before = await counts();
    const id = '00000000-0000-7000-8000-000000000000';
    for (const call of [
      request(url).get('/v1/api-keys'),
      request(url).post('/v1/api-keys').send(reader),
      request(url).get(`/v1/api-keys/${id}`),
      request(url).delete(`/v1/api-keys/${id}`),
      request(url).post(`/v1/api-keys/${id}/rotate`).send({}),
    ]) {
      const answer = await call.set(admin);
      expect(answer.status).toBe(403);
      expect(answer.body.detail).toContain('sprintconnect.access.manage');
    }
    expect(await counts()).toEqual(before);
  });

  it('a key that could do more than who makes or rotates it', async () => {
    const opened = await world();
    const { secret } = await make(opened, { name: 'boss', scopes: ['org:*'] });
    const before = await opened.counts();
    const call = (body: object) =>
      request(opened.url)
        .post('/v1/api-keys')
        .set('Authorization', `Bearer ${secret}`)
        .send(body);
    const answer = await call({ name: 'more', roles: ['admin'] });
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain('sprintconnect.server.create');
    expect(await opened.counts()).toEqual(before);
    const { id } = await make(opened, { name: 'strong', roles: ['admin'] });
    const rotated = await request(opened.url)
      .post(`/v1/api-keys/${id}/rotate`)
      .set('Authorization', `Bearer ${secret}`)
      .send({});
    expect(rotated.status).toBe(403);
    expect(rotated.body.secret).toBeUndefined();
    expect((await call({ name: 'same', scopes: ['org:*'] })).status).toBe(201);
  });
});
