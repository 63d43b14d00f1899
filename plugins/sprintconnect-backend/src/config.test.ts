import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { ConfigSources } from '@backstage/config-loader';
import { readSettings } from './config';

const read = (sprintconnect: object | null) =>
  readSettings(new ConfigReader({ sprintconnect } as never));

it('has a default for everything', () => {
  const expected = {
    environments: ['development', 'staging', 'production'],
    defaultEnvironment: 'development',
    roles: ['api', 'worker', 'scheduler'],
    egress: {
      allow: [],
      default: 'public',
      defaultByEnvironment: {},
      privateRanges: [],
      limits: { connectionsPerOrganisation: 5_000, connectionsPerHost: 1_000 },
      tls: {},
      alerts: {
        recipients: [],
        refusals: 20,
        minutes: 5,
        newDestinationsIn: ['production'],
      },
    },
    upstream: {
      stdio: {},
      connectTimeoutMs: 10_000,
      requestTimeoutMs: 15_000,
      bodyBytesMax: 10_485_760,
      messagesMax: 10_000,
    },
    discovery: {
      intervalSeconds: 900,
      jitter: 0.2,
      concurrency: 8,
      watchMax: 50,
    },
    limits: { redisTimeoutMs: 100 },
    jobs: { pollIntervalMs: 500, leaseSeconds: 30 },
  };
  expect(readSettings(new ConfigReader({}))).toMatchObject(expected);
  expect(
    read({ upstream: { stdio: null }, egress: null, discovery: {} }),
  ).toMatchObject(expected);
});

it('leaves the section of the scaffolder module to that module', () => {
  const settings = read({
    scaffolder: { templates: [] },
    environments: ['a'],
    defaultEnvironment: 'a',
  });
  expect(settings).toMatchObject({ environments: ['a'] });
  expect(settings).not.toHaveProperty('scaffolder');
  expect(() => read({ scafolder: {} })).toThrow('scafolder');
});

it('reads what is set, numbers from the environment too', () => {
  const settings = read({
    environments: ['test', 'live'],
    defaultEnvironment: 'live',
    roles: ['api'],
    egress: { allow: [{ host: '127.0.0.1', ports: ['7101'] }] },
    upstream: {
      stdio: { memory: { command: 'node', args: ['x.js'], env: { A: 'b' } } },
      requestTimeoutMs: '5000',
    },
    jobs: { pollIntervalMs: 100 },
  });
  expect(settings).toMatchObject({
    environments: ['test', 'live'],
    egress: { allow: [{ host: '127.0.0.1', ports: [7101] }] },
    upstream: {
      stdio: { memory: { command: 'node', args: ['x.js'], env: { A: 'b' } } },
      requestTimeoutMs: 5000,
    },
    jobs: { pollIntervalMs: 100, leaseSeconds: 30 },
  });
  expect(Object.keys(settings.processEnvironment)).toEqual(
    expect.arrayContaining(['PATH']),
  );
});

it.each([
  [{ environments: [] }, 'sprintconnect.environments'],
  [{ environments: ['a', 'a'], defaultEnvironment: 'a' }, 'repeat'],
  [{ defaultEnvironment: 'qa' }, 'one of sprintconnect.environments'],
  [{ roles: ['king'] }, 'sprintconnect.roles.0'],
  [{ egress: { allowed: [] } }, 'allowed'],
  [{ limit: { enabled: true } }, 'sprintconnect: Unrecognized key: "limit"'],
  [
    { egress: { allow: [{ host: 'a', port: 1 }] } },
    'sprintconnect.egress.allow.0',
  ],
  [{ upstream: { stdio: { 'a b': { command: 'x' } } } }, 'a b'],
  [
    { upstream: { stdio: { a: {} } } },
    'sprintconnect.upstream.stdio.a.command',
  ],
  [{ jobs: { leaseSeconds: 0 } }, 'sprintconnect.jobs.leaseSeconds'],
  [{ discovery: { jitter: 2 } }, 'sprintconnect.discovery.jitter'],
  // Nothing, such as a variable that is not set, is no 0, which would lift the limit.
  [{ limits: { user: { perMinute: '' } } }, 'limits.user.perMinute'],
  [{ limits: { user: { perMinute: ' ' } } }, 'limits.user.perMinute'],
  [{ limits: { apiKey: { concurrent: false } } }, 'limits.apiKey.concurrent'],
  [{ audit: { retentionDays: 'many' } }, 'sprintconnect.audit.retentionDays'],
  [{ health: { jitter: '' } }, 'sprintconnect.health.jitter'],
  [{ access: { decisionSeconds: '' } }, 'access.decisionSeconds'],
  [{ tenancy: { mode: 'many' } }, 'sprintconnect.tenancy.mode'],
  [
    { tenancy: { services: { 'external:ci': 'acme' } } },
    'sprintconnect.tenancy.services',
  ],
  [
    { tenancy: { mode: 'catalog', services: { 'external:ci': 'a b' } } },
    'sprintconnect.tenancy.services.external:ci',
  ],
  [
    {
      tenancy: { mode: 'catalog' },
      access: { issuers: [{ issuer: 'https://a.example', audience: 'b' }] },
    },
    'claims.organisation',
  ],
])('refuses %j and says where', (sprintconnect, where) => {
  expect(() => read(sprintconnect)).toThrow(where);
});

/** As `openssl rand -base64 32` prints one. */
const KEY = Buffer.alloc(32, 5).toString('base64');

it('takes the production configuration of this repository', async () => {
  const root = join(__dirname, '../../..');
  const files = ['app-config.yaml', 'app-config.production.yaml'];
  const config = await ConfigSources.toConfig(
    ConfigSources.default({
      argv: files.flatMap(file => ['--config', join(root, file)]),
      watch: false,
      substitutionFunc: async name => {
        if (name === 'SPRINTCONNECT_SECRETS_KEY') return KEY;
        return name.endsWith('_URL') ? 'redis://redis:6379' : 'x'.repeat(32);
      },
    }),
  );
  expect(readSettings(config)).toMatchObject({
    access: { roles: { admin: [], engineer: [], viewer: ['*'] } },
    audit: { key: 'x'.repeat(32) },
    secrets: { keys: [{ id: '1', secret: KEY }] },
    limits: { redisUrl: 'redis://redis:6379' },
    upstream: { stdio: {} },
    egress: { allow: [] },
  });
  config.close();
});

describe('the folder of a database that is a file', () => {
  const sqlite = (connection: unknown) => ({
    client: 'better-sqlite3',
    connection,
  });
  it.each<[string, object, string | undefined]>([
    ['of all plugins', sqlite({ directory: '/data' }), '/data'],
    ['in memory', sqlite(':memory:'), undefined],
    ['in memory, by name', sqlite({ filename: ':memory:' }), undefined],
    ['of one file', sqlite({ filename: '/data/one.sqlite' }), '/data'],
    ['of a server', { client: 'pg', connection: { host: 'db' } }, undefined],
    [
      'of this plugin alone',
      {
        client: 'pg',
        connection: { host: 'db' },
        plugin: { sprintconnect: sqlite('/own/one.sqlite') },
      },
      '/own',
    ],
    [
      'of other plugins alone',
      {
        ...sqlite({ directory: '/data' }),
        plugin: { sprintconnect: { client: 'pg', connection: {} } },
      },
      undefined,
    ],
  ])('%s', (_name, database, folder) => {
    const config = new ConfigReader({ backend: { database } } as never);
    expect(readSettings(config).databaseFolder).toBe(folder);
  });
});
