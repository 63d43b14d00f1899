import request from 'supertest';
import { mockServices } from '@backstage/backend-test-utils';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, eventually, openTestDatabase } from '../../__testUtils__';
import { ADMIN, adminClient } from '../__testUtils__/adminClient';
import { makeKey, READER } from '../__testUtils__/apiKeys';
import { twoOrganisations } from '../__testUtils__/fakeCatalog';
import { movedClock, openAccess } from '../__testUtils__/openAccess';
import { showToken } from '../__testUtils__/showToken';
import { ApiKeyStore } from '../../identity/keys/ApiKeyStore';
import { hashOf, mintApiKey } from '../../identity/keys/apiKeyText';
import { createKeyVerifier } from '../../identity/keys/createKeyVerifier';
import { parseCredential } from '../../identity/parseCredential';

const HOUR_MS = 3600 * 1000;

describe.each(databaseIds)('API keys on %s', id => {
  it('are made, shown once, used, listed, rotated and revoked through the client', async () => {
    const opened = await openAccess({ id });
    const client = adminClient(opened.url);
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

    const used = await showToken(opened, key.secret);
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
      problem: { status: 409, type: problemTypeOf('key-revoked') },
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
        .orderBy('position')
        .pluck('action'),
    ).toEqual([
      'api-key-create',
      'api-key-create',
      'api-key-rotate',
      'api-key-revoke',
    ]);
  });

  it('keep their secret in no row, event or audit entry', async () => {
    const opened = await openAccess({ id });
    const key = await makeKey(opened);
    const answer = await request(opened.url)
      .post(`/v1/api-keys/${key.id}/rotate`)
      .set(ADMIN)
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
    const opened = await openAccess({ id });
    const key = await makeKey(opened);
    const rotate = async (body: object) => {
      const answer = await request(opened.url)
        .post(`/v1/api-keys/${key.id}/rotate`)
        .set(ADMIN)
        .send(body);
      return answer.body.secret as string;
    };
    const statuses = (...secrets: string[]) =>
      Promise.all(
        secrets.map(async secret => (await showToken(opened, secret)).status),
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
    const here = await openAccess({ id });
    const there = await openAccess({ database: here.database });
    const key = await makeKey(here);
    const both = async () =>
      Promise.all(
        [here, there].map(
          async each => (await showToken(each, key.secret)).status,
        ),
      );
    expect(await both()).toEqual([200, 200]);
    expect(await both()).toEqual([200, 200]);
    await request(here.url).delete(`/v1/api-keys/${key.id}`).set(ADMIN);
    const answer = await showToken(there, key.secret);
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
    const opened = await openAccess({ database });
    const key = await makeKey(opened);
    let overtake = async () => {};
    const presented = parseCredential({
      headers: { authorization: `Bearer ${key.secret}` },
      rawHeaders: [],
    });
    if (presented?.kind !== 'api-key') throw new Error('No API key');
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
      await request(opened.url).delete(`/v1/api-keys/${key.id}`).set(ADMIN);
      // Another request sees the new revision before the first one is done.
      await expect(verify(presented)).rejects.toThrow('revoked');
    };
    await expect(verify(presented)).resolves.toMatchObject({
      orgId: 'default',
    });
    await expect(verify(presented)).rejects.toThrow('revoked');
  });

  it('expire, and note their use once a minute', async () => {
    const opened = await openAccess({ id });
    const soon = new Date(Date.now() + HOUR_MS).toISOString();
    const key = await makeKey(opened, { ...READER, expiresAt: soon });
    const lastUse = async () => {
      const answer = await request(opened.url)
        .get(`/v1/api-keys/${key.id}`)
        .set(ADMIN);
      return answer.body.lastUsedAt as string | undefined;
    };
    await showToken(opened, key.secret);
    const first = await eventually('the first use', lastUse);
    opened.clock.advance(30_000);
    await showToken(opened, key.secret);
    expect(await lastUse()).toBe(first);
    opened.clock.advance(31_000);
    await showToken(opened, key.secret);
    await eventually('the next use', async () => (await lastUse()) !== first);
    opened.clock.advance(HOUR_MS);
    const answer = await showToken(opened, key.secret);
    expect([answer.status, answer.body.detail]).toEqual([
      401,
      'This API key is expired.',
    ]);
  });

  it('do not outlive their end in a secret that was replaced', async () => {
    const opened = await openAccess({ id });
    const endIn = (ms: number) =>
      new Date(opened.clock.now().getTime() + ms).toISOString();
    const expiresAt = endIn(HOUR_MS);
    const key = await makeKey(opened, { ...READER, expiresAt });
    opened.clock.advance(2 * HOUR_MS);
    const rotated = await request(opened.url)
      .post(`/v1/api-keys/${key.id}/rotate`)
      .set(ADMIN)
      .send({ expiresAt: endIn(48 * HOUR_MS) });
    expect(rotated.status).toBe(200);
    expect(rotated.body).not.toHaveProperty('previous');
    expect((await showToken(opened, key.secret)).status).toBe(401);
    expect((await showToken(opened, rotated.body.secret)).status).toBe(200);
  });

  it('say when they end, and a secret that was replaced when that does', async () => {
    const opened = await openAccess({ id });
    const endOf = async (secret: string) =>
      (await showToken(opened, secret)).body.expiresAt;
    const soon = new Date(Date.now() + 48 * HOUR_MS).toISOString();
    const endless = await makeKey(opened, READER);
    expect(await endOf(endless.secret)).toBeUndefined();
    const key = await makeKey(opened, { ...READER, expiresAt: soon });
    expect(await endOf(key.secret)).toBe(soon);
    const rotated = await request(opened.url)
      .post(`/v1/api-keys/${key.id}/rotate`)
      .set(ADMIN)
      .send({});
    expect(rotated.status).toBe(200);
    expect(await endOf(rotated.body.secret)).toBe(soon);
    const sooner = await endOf(key.secret);
    expect(Date.parse(sooner)).toBeGreaterThan(Date.now());
    expect(Date.parse(sooner)).toBeLessThan(Date.parse(soon));
  });

  it('are of one organisation: a secret moved to another does not open it', async () => {
    const catalog = twoOrganisations();
    catalog.ups['user:default/mock'] = { up: ['group:default/acme'] };
    const tenancy = { mode: 'catalog' as const };
    const opened = await openAccess({ id, catalog, tenancy });
    const key = await makeKey(opened);
    const { reader: db } = opened.database;
    const foreign = await makeKey(opened, { ...READER, name: 'theirs' });
    const other = { org_id: 'emea~globex' };
    await db('api_keys').where({ id: foreign.id }).update(other);
    await db('api_key_secrets').where({ key_id: foreign.id }).update(other);
    const orgOf = async ({ secret }: { secret: string }) =>
      (await showToken(opened, secret)).body.orgId;
    expect(await orgOf(foreign)).toBe('emea~globex');
    expect(await orgOf(key)).toBe('acme');
    const before = await opened.counts();
    for (const call of [
      request(opened.url).get(`/v1/api-keys/${foreign.id}`),
      request(opened.url).delete(`/v1/api-keys/${foreign.id}`),
      request(opened.url).post(`/v1/api-keys/${foreign.id}/rotate`).send({}),
    ]) {
      const answer = await call.set(ADMIN);
      expect(answer.status).toBe(404);
    }
    expect(await opened.counts()).toEqual(before);
    const listed = await request(opened.url).get('/v1/api-keys').set(ADMIN);
    expect(listed.body.items).toMatchObject([{ id: key.id }]);
    // The beginning of the one with the end of the other.
    const mixed = key.secret.slice(0, 17) + foreign.secret.slice(17);
    expect((await showToken(opened, mixed)).status).toBe(401);
    // The public beginning of a key with a secret that was never its own.
    const guess = mintApiKey();
    await db('api_key_secrets')
      .where({ key_id: key.id })
      .update({ prefix: guess.prefix });
    const refused = await showToken(opened, guess.secret);
    expect([refused.status, refused.body.detail]).toEqual([
      401,
      "This API key doesn't exist.",
    ]);
  });
});
