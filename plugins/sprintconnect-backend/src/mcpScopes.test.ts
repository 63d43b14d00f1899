import { makeKey, user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { createWitness } from './__testUtils__/routeWalk/witness';

const USE = [
  'mcp:servers:read',
  'mcp:capabilities:read',
  'mcp:capabilities:use',
];
const READ = USE.slice(0, 2);
const PATHS = ['/mcp', '/mcp/servers/production/weather'];

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal('SQLITE_3');
});
afterAll(() => portal?.stop());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const keyOf = async (grants: { scopes?: string[]; roles?: string[] }) =>
  bearer((await makeKey(portal, user('ada'), grants)).secret);
const agentOf = async (claims: object) =>
  bearer(await portal.issuer.sign({ org_id: 'acme', scope: '', ...claims }));

async function ask(path: string, headers: Record<string, string>) {
  const answer = await portal.send(path, {
    method: 'POST',
    headers,
    body: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
  });
  await answer.arrayBuffer();
  const { status } = answer;
  return { status, challenge: answer.headers.get('www-authenticate') };
}

it.each<[string, () => Promise<Record<string, string>>]>([
  ['a key that may only read', () => keyOf({ scopes: READ })],
  [
    'a key whose role may use, within scopes that may not',
    () => keyOf({ scopes: READ, roles: ['engineer'] }),
  ],
  ['an agent that may only read', () => agentOf({ scope: READ.join(' ') })],
  ['an agent of no scope and no role', () => agentOf({})],
])('tells %s which scopes it needs, and writes nothing', async (_, open) => {
  const headers = await open();
  const witness = createWitness(portal.database);
  const counted = await witness.counts();
  for (const path of PATHS) {
    const { status, challenge } = await ask(path, headers);
    expect([path, status]).toEqual([path, 403]);
    expect(challenge).toMatch(
      /^Bearer realm="sprintconnect", error="insufficient_scope", error_description="[^"]+", /,
    );
    expect(challenge).toContain(`, scope="${USE.join(' ')}", `);
    expect(challenge).toMatch(
      new RegExp(
        `resource_metadata="[^"]+/oauth-protected-resource/api/sprintconnect${path}"$`,
      ),
    );
  }
  expect(await witness.counts()).toBe(counted);
});

it.each<[string, () => Promise<Record<string, string>>]>([
  ['a key with the scopes', () => keyOf({ scopes: USE })],
  ['a key with a role that may use', () => keyOf({ roles: ['engineer'] })],
  ['an agent with the scopes', () => agentOf({ scope: USE.join(' ') })],
  ['a key whose role may not use', () => keyOf({ roles: ['viewer'] })],
  [
    'an agent whose role may not use, with every scope',
    () => agentOf({ roles: ['viewer'], scope: USE.join(' ') }),
  ],
  ['a user who may use', async () => user('erin')],
  ['a user who may not use', async () => user('vera')],
])('lets %s pass: no scope would help', async (_, open) => {
  const headers = await open();
  for (const path of PATHS) {
    const { status, challenge } = await ask(path, headers);
    expect([status === 401 || status === 403, challenge]).toEqual([
      false,
      null,
    ]);
  }
});

it('asks for scopes nowhere but at the MCP endpoints', async () => {
  const headers = await keyOf({ scopes: READ });
  const answer = await portal.send('/v1/me', { method: 'GET', headers });
  expect(answer.status).toBe(200);
  // Nor does the portal sign anybody in, because it is not configured to.
  expect((await answer.json()).connect).toEqual({
    url: expect.stringMatching(/\/api\/sprintconnect\/mcp$/),
    transport: 'streamable-http',
    protocolVersions: ['2026-07-28', '2025-11-25'],
    signIn: false,
  });
});

it('asks who they are first', async () => {
  const { status, challenge } = await ask('/mcp', bearer('sck_made-up'));
  expect(status).toBe(401);
  expect(challenge).not.toContain('insufficient_scope');
});
