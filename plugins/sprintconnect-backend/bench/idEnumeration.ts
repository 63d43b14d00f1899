import { v7 as uuid } from 'uuid';
import {
  type BenchClient,
  benchClients,
  newBenchDatabase,
} from './benchDatabase';
import type { Result } from './Result';
import { Samples } from './Samples';
import { type Call, startBackend } from './startBackend';

const SERVERS = 100;
const WARM_UP = 100;
const ROUNDS = 500;
const AT = '/api/sprintconnect/v1';

/** What can be asked for by an id, and may be another organisation's. */
interface Route {
  what: string;
  method: string;
  path(id: string): string;
  ids: string[];
}

/**
 * How long "there is none" takes where another organisation has one, beside where nobody has: who could tell the two apart
 * by a clock would learn which ids are in use. The slower of the two, in times the faster.
 */
export async function idEnumeration(): Promise<Result[]> {
  const results: Result[] = [];
  for (const client of benchClients) results.push(...(await measure(client)));
  return results;
}

async function measure(client: BenchClient): Promise<Result[]> {
  const database = await newBenchDatabase(client);
  const backend = await startBackend({
    upstreamPort: 9,
    roles: ['api'],
    database: database.config,
  });
  try {
    await fill(backend.call);
    const knex = database.open();
    const foreign: Record<string, string[]> = {};
    for (const table of ['servers', 'jobs', 'api_keys']) {
      await knex(table).update({ org_id: 'another' });
      foreign[table] = await knex(table).pluck('id');
    }
    await knex.destroy();
    const results: Result[] = [];
    for (const route of routesOf(foreign)) {
      results.push(await compare(client, route, backend.call));
    }
    return results;
  } finally {
    await backend.stop();
    await database.remove();
  }
}

/** Each server comes with a job. */
async function fill(call: Call): Promise<void> {
  for (let index = 0; index < SERVERS; index++) {
    await call('POST', `${AT}/servers`, {
      body: {
        name: `server-${index}`,
        environment: 'production',
        remotes: [{ type: 'streamable-http', url: 'http://127.0.0.1:9/mcp' }],
      },
      expect: 201,
    });
    await call('POST', `${AT}/api-keys`, {
      body: { name: `key-${index}`, scopes: ['audit:read'] },
      expect: 201,
    });
  }
}

function routesOf({ servers, jobs, api_keys }: Record<string, string[]>) {
  const route = (
    method: string,
    ids: string[],
    [before, after = '']: string[],
  ): Route => ({
    what: `${method} ${before}{id}${after}`,
    method,
    ids,
    path: id => `${AT}${before}${id}${after}`,
  });
  return [
    route('GET', servers, ['/servers/']),
    route('GET', servers, ['/servers/', '/capabilities']),
    route('DELETE', servers, ['/servers/']),
    route('GET', jobs, ['/jobs/']),
    route('DELETE', api_keys, ['/api-keys/']),
  ];
}

/** Of each pair of requests that follow each other, since what other processes do meanwhile is then the same for both. */
async function compare(
  client: BenchClient,
  route: Route,
  call: Call,
): Promise<Result> {
  const durations = { foreign: [] as number[], absent: [] as number[] };
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const ids = {
      foreign: route.ids[(round + WARM_UP) % route.ids.length],
      absent: uuid(),
    };
    // By turns the one first, so that neither always follows the other.
    const order = ['foreign', 'absent'] as const;
    for (const kind of round % 2 ? order : [...order].reverse()) {
      const path = route.path(ids[kind as keyof typeof ids]);
      const started = performance.now();
      await call(route.method, path, { expect: 404 });
      const took = performance.now() - started;
      if (round >= 0) durations[kind as keyof typeof ids].push(took);
    }
  }
  const { foreign, absent } = durations;
  const ratio = new Samples(
    foreign.map((took, round) => took / absent[round]),
  ).quantile(0.5);
  return {
    what: `${route.what} of another organisation beside an absent one, p50 on ${client}`,
    measured: Math.max(ratio, 1 / ratio),
    unit: 'times',
    baseline: { what: 'the same', value: 1 },
    goal: { atMost: 1.15 },
  };
}
