import { user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { createWitness } from './__testUtils__/routeWalk/witness';

let portal: Portal;
let witness: ReturnType<typeof createWitness>;

beforeAll(async () => {
  portal = await startPortal('SQLITE_3');
  witness = createWitness(portal.database);
});
afterAll(() => portal?.stop());

describe.each([
  '/v1/health',
  '/openapi.json',
  '/.well-known/oauth-protected-resource',
])('%s, which needs no caller', path => {
  it.each(['POST', 'DELETE'])(
    '405 for %s, and nothing is written',
    async method => {
      const before = await witness.counts();
      const answer = await portal.send(path, { method, headers: {} });
      expect([answer.status, answer.headers.get('allow')]).toEqual([
        405,
        'GET, HEAD',
      ]);
      expect(answer.headers.get('content-type')).toContain(
        'application/problem+json',
      );
      expect(await witness.counts()).toBe(before);
    },
  );

  it('tells its methods', async () => {
    const answer = await portal.send(path, { method: 'OPTIONS', headers: {} });
    expect([answer.status, answer.headers.get('allow')]).toEqual([
      204,
      'GET, HEAD, OPTIONS',
    ]);
  });
});

it.each([
  ['PATCH', '/v1/servers/facets'],
  ['DELETE', '/v1/servers/health-summaries'],
])('405 for %s %s, which is no server', async (method, path) => {
  const before = await witness.counts();
  const answer = await portal.send(path, { method, headers: user('ada') });
  expect([answer.status, answer.headers.get('allow')]).toEqual([
    405,
    'GET, HEAD',
  ]);
  expect(await witness.counts()).toBe(before);
});

it('asks who wants to know the methods of any other path', async () => {
  const answer = await portal.send('/v1/servers', {
    method: 'OPTIONS',
    headers: {},
  });
  expect(answer.status).toBe(401);
});
