import request from 'supertest';
import {
  makeKey,
  openWalkers,
  user,
  type Walker,
} from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { REQUESTS } from './__testUtils__/routeWalk/requests';
import {
  fill,
  makers,
  type Resources,
} from './__testUtils__/routeWalk/resources';
import { createWitness } from './__testUtils__/routeWalk/witness';

const ada = user('ada');
const otto = user('otto');

let portal: Portal;
let witness: ReturnType<typeof createWitness>;
let walkers: Map<string, Walker>;
let mine: Resources;

beforeAll(async () => {
  portal = await startPortal('SQLITE_3');
  walkers = await openWalkers(portal);
  witness = createWitness(portal.database);
  mine = await fill(portal, 'acme');
  await fill(portal, 'globex');
});
afterAll(() => portal.stop());

const bodied = Object.entries(REQUESTS).filter(([, { body }]) => body);
const smuggled = {
  orgId: 'globex',
  org_id: 'globex',
  id: '0199aaaa-0000-7000-8000-000000000000',
  createdBy: 'user:default/otto',
  origin: 'catalog',
  status: 'quarantined',
  revision: 99,
  hash: 'x',
  source: 'config',
  roles: ['admin'],
};

it.each(bodied)('refuses fields that nobody may set: %s', async (route, to) => {
  const [method, path] = route.split(' ');
  const isCatalog = path.startsWith('/v1/catalog');
  const { headers } = walkers.get(isCatalog ? 'plugin catalog' : 'user admin')!;
  // Keys are made with roles, which their maker must hold; nothing else is.
  const fields = Object.entries(smuggled).filter(
    ([name]) => name !== 'roles' || route !== 'POST /v1/api-keys',
  );
  for (const [name, value] of fields) {
    const before = await witness.counts();
    const answer = await portal.send(to.address?.(mine) ?? path, {
      method,
      headers: { ...headers, ...to.headers },
      body: { ...to.body?.(mine), [name]: value },
    });
    expect([name, answer.status]).toEqual([name, 400]);
    // For its name, and not for what else is sent.
    const { errors } = (await answer.json()) as { errors: object[] };
    expect(errors).toEqual([expect.objectContaining({ path: name })]);
    expect(await witness.counts()).toBe(before);
  }
});

it.each(['orgId', 'org_id', 'organization', 'id', 'createdBy'])(
  'takes %s from no query',
  async name => {
    const before = await witness.counts();
    const ask = async (address: string) => {
      const answer = await portal.send(address, {
        method: 'GET',
        headers: ada,
      });
      return { status: answer.status, text: await answer.text() };
    };
    for (const address of [
      '/v1/servers',
      '/v1/servers/facets',
      '/v1/api-keys',
      '/v1/role-bindings',
      '/v1/jobs',
      '/v1/discovery/capabilities',
    ]) {
      const plain = await ask(address);
      const named = await ask(`${address}?${name}=globex`);
      expect(plain.status).toBe(200);
      // Refused as a misspelling, or as if it were not there.
      expect([400, named.text === plain.text && 200]).toContain(named.status);
    }
    expect(await witness.counts()).toBe(before);
  },
);

it.each([
  '/v1/servers?',
  '/v1/api-keys?',
  '/v1/jobs?',
  '/v1/role-bindings?',
  '/v1/audit?',
  '/v1/discovery/capabilities?',
  '/v1/discovery/servers?capability=second&',
])('takes no cursor of another organisation: %slimit=1', async address => {
  // Two of everything.
  await makeKey(portal, ada, { scopes: ['audit:read'] });
  await makers.binding(portal, 'acme');
  if (address.includes('discovery')) await fill(portal, 'acme');
  const page = await portal.send(`${address}limit=1`, {
    method: 'GET',
    headers: ada,
  });
  const { nextCursor } = (await page.json()) as { nextCursor?: string };
  expect(nextCursor).toBeDefined();
  const ask = (headers: Record<string, string>) =>
    portal.send(`${address}limit=1&cursor=${nextCursor}`, {
      method: 'GET',
      headers,
    });
  expect((await ask(ada)).status).toBe(200);
  const before = await witness.counts();
  const refused = await ask(otto);
  expect(refused.status).toBe(400);
  expect(await refused.text()).not.toContain('"items"');
  expect(await witness.counts()).toBe(before);
});

it('refuses what comes twice or is too long', async () => {
  const before = await witness.counts();
  const twice = request(portal.url).post('/v1/servers');
  const token = ada.authorization;
  const answer = await twice
    .set({ Authorization: [token, token] } as never)
    .send({});
  expect(answer.status).toBe(400);
  const long = await request(portal.url)
    .post('/v1/servers')
    .set('Authorization', `Bearer ${'x'.repeat(13_000)}`)
    .send({});
  expect(long.status).toBe(400);
  const longer = await request(portal.url)
    .get('/v1/servers')
    .set('Authorization', `Bearer ${'x'.repeat(17_000)}`);
  expect(longer.status).toBe(431);
  const named = await request(portal.url)
    .get('/v1/servers')
    .set('Authorization', walkers.get('plugin catalog')!.headers.authorization)
    .set({ 'SprintConnect-Organization': ['acme', 'globex'] } as never);
  expect(named.status).toBe(400);
  expect(await witness.counts()).toBe(before);
});

it('keeps what two organisations repeat under one Idempotency-Key apart', async () => {
  const body = {
    name: 'twins',
    environment: 'production',
    remotes: [{ type: 'streamable-http', url: 'https://a.example/mcp' }],
  };
  const plugin = walkers.get('plugin catalog')!.headers;
  const answers = [];
  for (const organisation of ['acme', 'globex', 'acme']) {
    const response = await portal.send('/v1/servers', {
      method: 'POST',
      headers: {
        ...plugin,
        'sprintconnect-organization': organisation,
        'idempotency-key': 'one-key',
      },
      body,
    });
    expect(response.status).toBe(201);
    answers.push((await response.json()) as { id: string });
  }
  expect(answers[2].id).toBe(answers[0].id);
  expect(answers[1].id).not.toBe(answers[0].id);
});

async function readAll(headers: Record<string, string>, addresses: string[]) {
  return Promise.all(
    addresses.map(async address =>
      (await portal.send(address, { method: 'GET', headers })).text(),
    ),
  );
}

it('tells by lists, search and audit of the own organisation alone', async () => {
  for (const [headers, own] of [
    [ada, 'acme'],
    [otto, 'globex'],
  ] as const) {
    const foreign = own === 'acme' ? 'globex' : 'acme';
    const servers: { id: string }[] = await portal.database
      .reader('servers')
      .where({ org_id: foreign });
    expect(servers.length).toBeGreaterThan(0);
    const texts = await readAll(headers, [
      '/v1/servers?limit=200',
      '/v1/audit?limit=200',
      '/v1/audit/export?format=ndjson',
      '/v1/discovery/capabilities?q=second',
      '/v1/discovery/servers?capability=second',
      '/v1/jobs?limit=200',
    ]);
    for (const { id } of servers) {
      expect(texts.filter(text => text.includes(id))).toEqual([]);
    }
    expect(texts[0]).toContain('"id"');
  }
});
