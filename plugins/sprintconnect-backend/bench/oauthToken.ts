import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEgress, createServiceFetch } from '../src/egress';
import { createOauth } from '../src/oauth';
import {
  knexDatabase,
  migrationsDirectory,
  systemClock,
  tuneSqlite,
} from '../src/platform';
import type { ClientCredentials } from '../src/ports';
import { openSecrets, secretSettingsSchema } from '../src/secrets';
import type { BenchDatabase } from './benchDatabase';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';
import { Samples } from './Samples';

const WARM_UP = 2_000;
const TOKENS = 20_000;
const SCOPES = ['tools:read', 'tools:call'];

const NOBODY_LISTENS = {
  audit: { record: async () => {}, refused: () => {} },
  jobs: { enqueue: async () => ({ jobId: 'none' }) },
  logger: { warn: () => {} },
};

/** A token endpoint that gives each who comes a token for an hour. */
async function startTokenEndpoint() {
  let given = 0;
  const server = createServer((_req, res) => {
    given++;
    res.setHeader('content-type', 'application/json');
    res.end(
      JSON.stringify({
        access_token: 'x'.repeat(1_200),
        token_type: 'Bearer',
        expires_in: 3_600,
      }),
    );
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/token`,
    given: () => given,
    close: () => server.close(),
  };
}

async function measure(place: BenchDatabase): Promise<Result[]> {
  await place.create();
  const knex = place.open();
  const endpoint = await startTokenEndpoint();
  const egress = createEgress({ allow: [{ host: '127.0.0.1' }] });
  try {
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    const database = knexDatabase(knex);
    const secret = Buffer.alloc(32, 1).toString('base64');
    const { vault } = await openSecrets({
      ...{ database, clock: systemClock, isProduction: true },
      ...{ isApart: false, openService: createServiceFetch },
      ...NOBODY_LISTENS,
      settings: secretSettingsSchema.parse({ keys: [{ id: 'one', secret }] }),
    });
    const deps = {
      ...{ ...NOBODY_LISTENS, database, clock: systemClock, egress, vault },
      outbox: { add: async () => {} },
      settings: { clients: [] },
      addresses: { redirectUri: '', documentUrl: '' },
      secret: Buffer.alloc(32, 2),
    };
    const client: ClientCredentials = {
      ...{ orgId: 'default', credentialId: 'bench', version: 1 },
      ...{ clientId: 'robot', tokenEndpoint: endpoint.url, scopes: SCOPES },
      authentication: { method: 'client_secret_basic' },
      openSecret: async () => 'secret-of-a-benchmark',
      ...{ serverUrl: 'https://tools.example/mcp', resource: 'send' },
    };
    const { tokens } = createOauth(deps);
    const cached = await timed(WARM_UP, TOKENS, () =>
      tokens.clientToken(client),
    );
    // An instance that has used none yet finds it in the database.
    const shared = await timed(20, 500, () =>
      createOauth(deps).tokens.clientToken(client),
    );
    if (endpoint.given() !== 1) {
      throw new Error(`${endpoint.given()} tokens were asked for, not 1`);
    }
    return [
      {
        what: `token that the instance used before, p50 (${place.client})`,
        measured: cached.quantile(0.5),
        unit: 'ms',
        baseline: {
          what: 'the first of an instance',
          value: shared.quantile(0.5),
        },
        goal: { atMost: 0.1 },
      },
    ];
  } finally {
    endpoint.close();
    await egress.close();
    await knex.destroy();
  }
}

async function timed(
  warmUp: number,
  times: number,
  work: () => Promise<unknown>,
): Promise<Samples> {
  for (let at = 0; at < warmUp; at++) await work();
  const samples = new Samples();
  for (let at = 0; at < times; at++) await samples.time(work);
  return samples;
}

/** What a token costs a call when it is there already. */
export const oauthToken = () => onEachDatabase(measure);
