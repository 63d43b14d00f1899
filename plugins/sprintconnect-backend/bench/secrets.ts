import { openSecrets } from '../src/secrets';
import { secretSettingsSchema } from '../src/secrets/SecretSettings';
import {
  knexDatabase,
  migrationsDirectory,
  systemClock,
  tuneSqlite,
} from '../src/platform';
import type { BenchDatabase } from './benchDatabase';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';
import { Samples } from './Samples';

const BLOCKS = 8;
const OPENINGS = 500;
const HOLDERS = 1_000;
/** As long as the usual token. */
const TOKEN = 't'.repeat(200);

/**
 * What opening a sealed secret takes beyond the read of its row. The read is named beside it and has no goal here: on PostgreSQL it is a
 * round trip, which a call can make while its record commits.
 */
async function measure(place: BenchDatabase): Promise<Result[]> {
  const { client } = place;
  await place.create();
  const knex = place.open();
  try {
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    const database = knexDatabase(knex);
    const secret = Buffer.alloc(32, 1).toString('base64');
    const { vault } = await openSecrets({
      database,
      clock: systemClock,
      logger: console,
      settings: secretSettingsSchema.parse({ keys: [{ id: '1', secret }] }),
      isApart: false,
      isProduction: true,
      // None of these is asked.
      ...({} as Pick<
        Parameters<typeof openSecrets>[0],
        'audit' | 'jobs' | 'openService'
      >),
    });
    const placeOf = (index: number) => ({
      orgId: 'default',
      holder: `credential:${index % HOLDERS}`,
      field: 'token',
      version: 1,
    });
    for (let index = 0; index < HOLDERS; index++) {
      const sealed = await vault.seal(placeOf(index), TOKEN);
      await database.transaction(tx => vault.keep(tx, sealed));
    }
    const opened = new Samples();
    const read = new Samples();
    for (let block = 0; block < BLOCKS; block++) {
      for (let index = 0; index < OPENINGS; index++) {
        await opened.time(() => vault.open(placeOf(index)));
      }
      for (let index = 0; index < OPENINGS; index++) {
        const { orgId, ...rest } = placeOf(index);
        await read.time(() =>
          knex('secrets')
            .where({ org_id: orgId, ...rest })
            .first('sealed', 'kid', 'key_check'),
        );
      }
    }
    const [measured, value] = [opened, read].map(each => each.quantile(0.5));
    return [
      {
        what: `opening of a sealed secret beyond the read of its row, p50 (${client})`,
        measured: measured - value,
        unit: 'ms',
        baseline: { what: 'opening, read included', value: measured },
        goal: { atMost: 0.2 },
      },
    ];
  } finally {
    await knex.destroy();
  }
}

/** What a call pays for the credential that it carries. */
export function secrets(): Promise<Result[]> {
  return onEachDatabase(measure);
}
