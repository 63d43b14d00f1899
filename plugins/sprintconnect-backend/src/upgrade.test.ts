import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ConfigReader } from '@backstage/config';
import { TestDatabases } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';
import { runAuditCommand } from '.';
import { databaseIds, type TestDatabaseId } from './__testUtils__';
import { startRealBackend, TOKEN } from './__testUtils__/startRealBackend';
import { knexDatabase } from './platform';

/** The API key that was issued then. It was shown once. */
const SECRETS = {
  SQLITE_3:
    'sck_E7f8rEEa6vfY_a3yAYzirTXyt37IpX1GuSGXQn7WCVYagdK9rfC2g8ot3BBsuS',
  POSTGRES_15:
    'sck_2S5SnY3oMPno_DDw2Dk6dLpGnPJqRUwldIUlGPIphtmpwexBL2RBYNJx1Elq5k',
};

const empty = TestDatabases.create({ ids: ['POSTGRES_15'] });
const read = (name: string) =>
  gunzipSync(readFileSync(join(__dirname, '__fixtures__/upgrade', name)));

/** The database as commit 442658e left it. */
async function restore(id: TestDatabaseId): Promise<Knex> {
  if (id === 'SQLITE_3') {
    const knex = knexFactory({
      client: 'better-sqlite3',
      // The driver takes the bytes of a file in the place of its name.
      connection: { filename: read('sqlite.gz') as unknown as string },
      useNullAsDefault: true,
    });
    await knex.raw('PRAGMA foreign_keys = ON');
    return knex;
  }
  const knex = await empty.init(id);
  const connection = await knex.client.acquireConnection();
  await connection.query(read('postgres.sql.gz').toString());
  // The dump sets its own session up, without a search path.
  await connection.query('DISCARD ALL');
  await knex.client.releaseConnection(connection);
  return knex;
}

describe.each(databaseIds)('a database of commit 442658e on %s', id => {
  let knex: Knex;
  let migrationsThen: number;
  let started: Awaited<ReturnType<typeof startRealBackend>>;

  async function call(method: string, path: string, more: RequestInit = {}) {
    const response = await fetch(`${started.base}/v1${path}`, {
      method,
      ...more,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        ...more.headers,
      },
    });
    const text = await response.text();
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? '',
      body: text ? JSON.parse(text) : undefined,
    };
  }

  async function verify() {
    const said: string[] = [];
    const code = await runAuditCommand({
      args: ['verify'],
      config: async () => new ConfigReader({}),
      database: async () => knex,
      write: text => said.push(text),
    });
    return { code, said: said.join('') };
  }

  const weather = async () =>
    (await call('GET', '/servers/by-name/development/weather')).body;

  beforeAll(async () => {
    knex = await restore(id);
    migrationsThen = (await knex('knex_migrations')).length;
    started = await startRealBackend({
      database: knexDatabase(knex),
      // Nothing looks at servers that are long gone.
      sprintconnect: { roles: ['api'] },
    });
  });
  afterAll(async () => {
    await started?.backend.stop();
    await knex?.destroy();
  });

  it('is upgraded, and its servers are as they were', async () => {
    expect(migrationsThen).toBe(15);
    expect((await knex('knex_migrations')).length).toBeGreaterThan(15);
    const { body } = await call('GET', '/servers');
    expect(body.items).toEqual([
      expect.objectContaining({
        name: 'dead',
        environment: 'production',
        status: 'active',
        health: expect.objectContaining({ status: 'unhealthy' }),
        lastError: expect.objectContaining({ code: 'egress-refused' }),
      }),
      expect.objectContaining({
        name: 'weather',
        title: 'Weather',
        description: 'Forecasts for journeys, and tides',
        tags: ['demo'],
        remotes: [
          expect.objectContaining({
            type: 'streamable-http',
            headers: { 'X-Region': 'north' },
          }),
        ],
        health: expect.objectContaining({ status: 'healthy' }),
        counts: { tools: 7, resources: 2, resourceTemplates: 1, prompts: 2 },
        snapshot: expect.objectContaining({ current: 2 }),
      }),
    ]);
  });

  it('keeps both versions of what a server offers, and what became of it', async () => {
    const { id: of } = await weather();
    const snapshots = await call('GET', `/servers/${of}/snapshots`);
    expect(
      snapshots.body.items.map((each: { version: number }) => each.version),
    ).toEqual([2, 1]);
    const diff = await call('GET', `/servers/${of}/snapshots/1/diff/2`);
    expect(JSON.stringify(diff.body)).toContain('get_tides');
    const offered = await call('GET', `/servers/${of}/capabilities`);
    expect(offered.body.items).toHaveLength(12);
  });

  it('is searched', async () => {
    const { body } = await call(
      'GET',
      '/discovery/capabilities?q=compare%20weather%20of%20places',
    );
    expect(body.items[0]).toMatchObject({
      capability: { name: 'compare_places' },
      server: { name: 'weather' },
    });
  });

  it('lets the key in that was issued then, for what it was issued', async () => {
    const headers = { authorization: `Bearer ${SECRETS[id]}` };
    expect(await call('GET', '/servers', { headers })).toMatchObject({
      status: 200,
      body: { items: [{ name: 'dead' }, { name: 'weather' }] },
    });
    const body = JSON.stringify({ name: 'more', environment: 'staging' });
    const refused = await call('POST', '/servers', { headers, body });
    expect(refused.status).toBe(403);
    expect(await knex('servers').where({ name: 'more' })).toEqual([]);
    const { body: keys } = await call('GET', '/api-keys');
    expect(keys.items).toMatchObject([{ name: 'agent', status: 'active' }]);
    const { body: roles } = await call('GET', '/role-bindings');
    expect(roles.items).toMatchObject([
      { subject: 'user:default/noor', role: 'viewer' },
    ]);
  });

  it('has its log whole, and goes on in it', async () => {
    expect(await verify()).toMatchObject({ code: 0 });
    const before = await call('GET', `/servers/${(await weather()).id}`);
    const changed = await call('PATCH', `/servers/${before.body.id}`, {
      headers: { 'if-match': before.etag },
      body: JSON.stringify({ title: 'Weather and tides' }),
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { title: 'Weather and tides', snapshot: { current: 2 } },
    });
    const { body } = await call('GET', '/audit?limit=100');
    const [latest, ...earlier] = body.items
      .map(({ action }: { action: string }) => action)
      .filter((action: string) => action !== 'audit-read');
    expect(latest).toBe('server-update');
    expect(earlier).toEqual(
      expect.arrayContaining(['server-register', 'server-retire']),
    );
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('takes back its name of a server that was retired', async () => {
    const { status, body } = await call('POST', '/servers', {
      body: JSON.stringify({
        name: 'gone',
        environment: 'development',
        remotes: [{ type: 'streamable-http', url: 'https://gone.example/mcp' }],
      }),
    });
    expect([status, body.name]).toEqual([201, 'gone']);
  });
});
