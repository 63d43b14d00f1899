import request from 'supertest';
import {
  offeredScopes,
  sprintconnectPermissions,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ADMIN } from '../__testUtils__/adminClient';
import { makeKey } from '../__testUtils__/apiKeys';
import { openAccess } from '../__testUtils__/openAccess';
import { decideForMachine } from '../../permissions/decisions/decideForMachine';

const ORGANISATION = ['audit:read', 'jobs:manage', 'access:manage'];

it.each([
  [{ scopes: ['mcp:servers:read'] }, ['mcp:servers:read']],
  [{ scopes: ['org:*'] }, ORGANISATION],
  [{ scopes: ['audit:read', 'org:*'] }, ORGANISATION],
  [{ roles: ['admin'] }, [...offeredScopes]],
  [{ roles: ['viewer'], scopes: ['org:*'] }, ORGANISATION],
] as const)('keeps %j as the scopes of the day', async (given, kept) => {
  const opened = await openAccess();
  const key = await makeKey(opened, { name: 'new', ...given } as never);
  expect(key.scopes).toEqual(kept);
  const [row] = await opened.database.reader('api_keys');
  const { scopes } = row;
  expect(typeof scopes === 'string' ? JSON.parse(scopes) : scopes).toEqual(
    kept,
  );
});

it('gives a key that is an administrator nothing of what comes later', async () => {
  const opened = await openAccess();
  const { scopes, roles, id } = await makeKey(opened, {
    name: 'new',
    roles: ['admin'],
  });
  const held = sprintconnectPermissions.filter(
    each =>
      decideForMachine(each, { scopes, roles, ref: `api-key:${id}` }).result ===
      'ALLOW',
  );
  expect(held.map(({ name }) => name)).not.toContain(
    'sprintconnect.session.read',
  );
  expect(held.map(({ name }) => name)).not.toContain(
    'sprintconnect.policy.manage',
  );
  expect(held.map(({ name }) => name)).toContain('sprintconnect.access.manage');
});

it('gives a key for calls the use of capabilities, and nothing else', async () => {
  const opened = await openAccess();
  const { scopes, roles, id } = await makeKey(opened, {
    name: 'new',
    scopes: ['mcp:capabilities:use'],
  });
  expect(scopes).toEqual(['mcp:capabilities:use']);
  const held = sprintconnectPermissions.filter(
    each =>
      decideForMachine(each, { scopes, roles, ref: `api-key:${id}` }).result !==
      'DENY',
  );
  expect(held.map(({ name }) => name)).toEqual([
    'sprintconnect.capability.use',
  ]);
});

it.each(['chat:sessions:*', 'metrics:read'])(
  'gives no key the scope %s, which opens nothing yet',
  async scope => {
    const opened = await openAccess();
    const before = await opened.counts();
    const answer = await request(opened.url)
      .post('/v1/api-keys')
      .set(ADMIN)
      .send({ name: 'new', scopes: [scope] });
    expect([answer.status, answer.body.errors[0].path]).toEqual([
      400,
      'scopes[0]',
    ]);
    expect(await opened.counts()).toEqual(before);
  },
);
