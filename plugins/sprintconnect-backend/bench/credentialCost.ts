import { createCredentialSource } from '../src/credentials/createCredentialSource';
import { CredentialStore } from '../src/credentials/CredentialStore';
import { createEgress, createServiceFetch } from '../src/egress';
import {
  knexDatabase,
  migrationsDirectory,
  systemClock,
  tuneSqlite,
} from '../src/platform';
import { openSecrets, secretSettingsSchema } from '../src/secrets';
import { createUpstream, upstreamSettingsSchema } from '../src/upstream';
import type { BenchDatabase } from './benchDatabase';
import { forkPorts } from './forkPorts';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';

const WARM_UP = 500;
const CALLS = 3_000;
const ORG = 'default';
const WEATHER = { name: 'weather', arguments: { place: 'Berlin' } };
const NOBODY_LISTENS = {
  audit: { record: async () => {}, refused: () => {} },
  jobs: { enqueue: async () => ({ jobId: 'none' }) },
  logger: { warn: () => {} },
};

/** A call with a shared credential beside the same call without one, in turns: what the median of it adds. */
async function measure(place: BenchDatabase): Promise<Result[]> {
  await place.create();
  const knex = place.open();
  const { ports, stop } = await forkPorts('fastFixture.ts');
  const origin = `http://127.0.0.1:${ports[0]}`;
  const egress = createEgress({ allow: [{ host: '127.0.0.1' }] });
  try {
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    const database = knexDatabase(knex);
    const secret = Buffer.alloc(32, 1).toString('base64');
    const { vault } = await openSecrets({
      ...NOBODY_LISTENS,
      database,
      clock: systemClock,
      isApart: false,
      isProduction: false,
      openService: createServiceFetch,
      settings: secretSettingsSchema.parse({ keys: [{ id: 'one', secret }] }),
    });
    const store = new CredentialStore(database);
    const given = { type: 'bearer', secret: 'x'.repeat(200) };
    const sealed = await vault.seal(
      { orgId: ORG, holder: 'credential:c', field: 'content', version: 1 },
      JSON.stringify({ origins: [origin], given }),
    );
    const now = systemClock.now();
    await database.transaction(async tx => {
      await vault.keep(tx, sealed);
      await store.insert(tx, {
        id: 'c',
        orgId: ORG,
        name: 'team',
        type: 'bearer',
        version: 1,
        origins: [origin],
        details: {},
        createdAt: now,
        createdBy: 'user:default/ada',
        rotatedAt: now,
        revision: 1,
      });
    });
    const upstream = createUpstream({
      egress,
      credentials: createCredentialSource({ clock: systemClock, store, vault }),
      clock: systemClock,
      environment: {},
      settings: upstreamSettingsSchema.parse({}),
    });
    const { signal } = new AbortController();
    const open = (credentialRef?: string) =>
      upstream.openChannel(
        {
          orgId: ORG,
          serverId: 'bench',
          environment: 'development',
          remotes: [{ type: 'streamable-http', url: `${origin}/mcp` }],
          credentialRef,
        },
        { signal, clientCapabilities: {} },
      );
    const channels = [await open(), await open('team')];
    const samples: number[][] = [[], []];
    for (let call = 0; call < WARM_UP + CALLS; call++) {
      for (const [index, channel] of channels.entries()) {
        const begun = performance.now();
        await channel.request(
          { method: 'tools/call', params: WEATHER },
          {
            signal,
            timeoutMs: 60_000,
            clientCapabilities: {},
            resultBytesMax: 1024 * 1024,
          },
        );
        if (call >= WARM_UP) samples[index].push(performance.now() - begun);
      }
    }
    await Promise.all(channels.map(channel => channel.close()));
    const [without, withOne] = samples.map(
      each => each.sort((a, b) => a - b)[Math.floor(each.length / 2)],
    );
    return [
      {
        what: `call with a sealed credential: what the median adds (${place.client})`,
        measured: withOne - without,
        unit: 'ms',
        baseline: { what: 'the call without', value: without },
        goal: { atMost: 0.2 },
      },
    ];
  } finally {
    await egress.close();
    await knex.destroy();
    stop();
  }
}

/** What a credential adds to a call. */
export function credentialCost(): Promise<Result[]> {
  return onEachDatabase(measure);
}
