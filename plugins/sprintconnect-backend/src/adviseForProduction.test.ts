import { ConfigReader } from '@backstage/config';
import { adviseForProduction } from './adviseForProduction';
import { readSettings } from './config';

const advice = (data: object) => {
  const config = new ConfigReader(data as never);
  return adviseForProduction(config, readSettings(config));
};
const ready = {
  app: { baseUrl: 'https://portal.example' },
  backend: {
    baseUrl: 'https://portal.example',
    database: { client: 'pg', connection: { host: 'db' } },
  },
  permission: { enabled: true },
  sprintconnect: { audit: { key: 'k'.repeat(32) } },
};

it('says nothing of a portal that is ready', () => {
  expect(advice(ready)).toEqual([]);
});

it.each([
  [{ app: { baseUrl: 'http://localhost:3000' } }, /^app\.baseUrl is http:/],
  [
    { app: { baseUrl: 'http://portal.example' } },
    /^app\.baseUrl is .*without TLS/,
  ],
  [
    { backend: { ...ready.backend, baseUrl: 'http://[::1]:7007' } },
    /^backend\.baseUrl is .*own machine/,
  ],
  [
    {
      backend: {
        ...ready.backend,
        database: { client: 'better-sqlite3', connection: ':memory:' },
      },
    },
    /better-sqlite3: all data is lost.* Use PostgreSQL/,
  ],
  [
    {
      backend: {
        ...ready.backend,
        database: { client: 'better-sqlite3', connection: { directory: 'x' } },
      },
      sprintconnect: { ...ready.sprintconnect, roles: ['api', 'worker'] },
    },
    /only one process can use it\. This process only has the roles api and worker/,
  ],
  [{ permission: { enabled: false } }, /^permission\.enabled isn't true/],
  [{ permission: {} }, /^permission\.enabled isn't true/],
  [{ sprintconnect: {} }, /^sprintconnect\.audit\.key isn't set/],
])('says what is seldom meant: %j', (change, words) => {
  expect(advice({ ...ready, ...change })).toEqual([
    expect.stringMatching(words),
  ]);
});
