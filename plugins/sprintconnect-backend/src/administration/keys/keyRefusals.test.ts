import request from 'supertest';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { ADMIN, adminClient } from '../__testUtils__/adminClient';
import { makeKey, READER } from '../__testUtils__/apiKeys';
import { openAccess } from '../__testUtils__/openAccess';

describe('what is refused of API keys', () => {
  it.each<[string, object]>([
    ['no name', { scopes: ['org:*'] }],
    ['neither scope nor role', { name: 'x' }],
    ['an unknown scope', { name: 'x', scopes: ['root'] }],
    ['an unknown role', { name: 'x', roles: ['root'] }],
    ['an organisation', { ...READER, orgId: 'other' }],
    ['a name of blanks', { ...READER, name: ' ' }],
    ['a name with U+0000', { ...READER, name: 'a\u0000b' }],
    ['a name with half a character', { ...READER, name: 'a\ud83c' }],
    ['an id', { ...READER, id: '00000000-0000-7000-8000-000000000000' }],
    ['a secret of their own', { ...READER, secret: 'sck_mine' }],
    ['a past expiry', { ...READER, expiresAt: '2020-01-01T00:00:00Z' }],
    ['a thumbprint that is none', { ...READER, dpopThumbprint: 'x' }],
  ])('%s', async (_name, body) => {
    const { url, counts } = await openAccess();
    const before = await counts();
    const answer = await request(url)
      .post('/v1/api-keys')
      .set(ADMIN)
      .send(body);
    expect(answer.status).toBe(400);
    expect(await counts()).toEqual(before);
  });

  it('null for the body of a rotation, which may be left out', async () => {
    const opened = await openAccess();
    const { id } = await makeKey(opened);
    const before = await opened.counts();
    const rotate = () =>
      request(opened.url).post(`/v1/api-keys/${id}/rotate`).set(ADMIN);
    const answer = await rotate()
      .set('Content-Type', 'application/json')
      .send('null');
    expect(answer.status).toBe(400);
    expect(await opened.counts()).toEqual(before);
    expect((await rotate()).status).toBe(200);
  });

  it('a key to repeat the answer, since that would have to be kept', async () => {
    const opened = await openAccess();
    const { id } = await makeKey(opened);
    const before = await opened.counts();
    for (const path of ['/v1/api-keys', `/v1/api-keys/${id}/rotate`]) {
      const answer = await request(opened.url)
        .post(path)
        .set({ ...ADMIN, 'Idempotency-Key': 'once' })
        .send(path.endsWith('rotate') ? {} : READER);
      expect(answer.status).toBe(400);
      expect(answer.body.detail).toContain('Idempotency-Key');
      expect(answer.body.type).toBe(problemTypeOf('idempotency-not-supported'));
    }
    expect(await opened.counts()).toEqual(before);
  });

  it('everything, to who may not manage access', async () => {
    const { url, counts } = await openAccess({ result: AuthorizeResult.DENY });
    const before = await counts();
    const id = '00000000-0000-7000-8000-000000000000';
    for (const call of [
      request(url).get('/v1/api-keys'),
      request(url).post('/v1/api-keys').send(READER),
      request(url).get(`/v1/api-keys/${id}`),
      request(url).delete(`/v1/api-keys/${id}`),
      request(url).post(`/v1/api-keys/${id}/rotate`).send({}),
    ]) {
      const answer = await call.set(ADMIN);
      expect(answer.status).toBe(403);
      expect(answer.body.detail).toContain('sprintconnect.access.manage');
      expect(answer.body.type).toBe(problemTypeOf('permission-missing'));
    }
    expect(await counts()).toEqual(before);
  });

  it('a key that could do more than who makes or rotates it', async () => {
    const opened = await openAccess();
    const { secret } = await makeKey(opened, {
      name: 'boss',
      scopes: ['org:*'],
    });
    const before = await opened.counts();
    const call = (body: object) =>
      request(opened.url)
        .post('/v1/api-keys')
        .set('Authorization', `Bearer ${secret}`)
        .send(body);
    const answer = await call({ name: 'more', roles: ['admin'] });
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain('sprintconnect.server.create');
    expect(answer.body.type).toBe(problemTypeOf('privilege-escalation'));
    expect(await opened.counts()).toEqual(before);
    const { id } = await makeKey(opened, { name: 'strong', roles: ['admin'] });
    const rotated = await request(opened.url)
      .post(`/v1/api-keys/${id}/rotate`)
      .set('Authorization', `Bearer ${secret}`)
      .send({});
    expect(rotated.status).toBe(403);
    expect(rotated.body.secret).toBeUndefined();
    expect((await call({ name: 'same', scopes: ['org:*'] })).status).toBe(201);
  });

  it('a new secret of a key whom a role was bound to that who rotates it does not hold', async () => {
    const opened = await openAccess();
    const manager = await makeKey(opened, {
      name: 'manager',
      scopes: ['org:*', 'mcp:servers:read', 'mcp:capabilities:read'],
    });
    const { id } = await makeKey(opened, { name: 'weak', roles: ['viewer'] });
    const rotate = () =>
      request(opened.url)
        .post(`/v1/api-keys/${id}/rotate`)
        .set('Authorization', `Bearer ${manager.secret}`)
        .send({});
    expect((await rotate()).status).toBe(200);
    const role = { subject: `api-key:${id}`, role: 'admin' as const };
    await adminClient(opened.url).roles.bind(role);
    const before = await opened.counts();
    const refused = await rotate();
    expect(refused.status).toBe(403);
    expect(refused.body.secret).toBeUndefined();
    expect(refused.body.detail).toContain('sprintconnect.server.create');
    expect(await opened.counts()).toEqual(before);
  });
});
