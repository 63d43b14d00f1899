import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { databaseIds, fixedClock, openTestDatabase } from '../__testUtils__';
import { knexDatabase, migrationsDirectory, tuneSqlite } from '../platform';
import {
  createWorld,
  describeJobQueue,
} from './__testUtils__/describeJobQueue';

jest.setTimeout(60_000);

for (const id of databaseIds) {
  describeJobQueue(id, () => openTestDatabase({ id }));
}

describe('a worker process that is killed', () => {
  let directory: string;
  let knex: Knex;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sprintconnect-jobs-'));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await knex.destroy();
    await rm(directory, { recursive: true });
  });

  async function configFor(id: (typeof databaseIds)[number]) {
    if (id === 'SQLITE_3') {
      return {
        client: 'better-sqlite3',
        connection: { filename: join(directory, 'jobs.sqlite') },
        useNullAsDefault: true,
      };
    }
    const { reader } = await openTestDatabase({ id });
    const { connection } = reader.client.config;
    return { client: 'pg', connection };
  }

  it.each(databaseIds)('has its job finished by another, on %s', async id => {
    const config = await configFor(id);
    knex = knexFactory(config);
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    const database = knexDatabase(knex);
    const { enqueue, jobs, job, reached } = createWorld(database);
    const jobId = await enqueue();

    child = spawn(
      process.execPath,
      [
        join(__dirname, '__testUtils__', 'killableWorker.js'),
        JSON.stringify(config),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exited = new Promise(resolve => child!.once('exit', resolve));
    await new Promise(resolve => child!.stdout!.once('data', resolve));
    expect(await job(jobId)).toMatchObject({ state: 'running', attempts: 1 });
    child.kill('SIGKILL');
    await exited;

    jobs.worker.handle([
      { kind: 'work', run: async ({ attempt }) => ({ attempt }) },
    ]);
    jobs.worker.start();
    expect(await reached(jobId, 'succeeded')).toMatchObject({
      attempts: 2,
      result: { attempt: 2 },
    });
    await jobs.worker.stop();
  });
});

describe.each(databaseIds)('pruning on %s', id => {
  it('forgets old jobs in bounded batches, dead ones last', async () => {
    const database = await openTestDatabase({ id });
    const clock = fixedClock();
    const { enqueue, jobs } = createWorld(database, { clock });
    const finish = async (state: string, days: number) => {
      const jobId = await enqueue();
      await database.transaction(tx =>
        tx('jobs')
          .where({ id: jobId })
          .update({
            state,
            finished_at: new Date(
              clock.now().getTime() - days * 24 * 3600 * 1000 - 1,
            ),
          }),
      );
      return jobId;
    };
    for (let count = 0; count < 3; count++) {
      await finish('succeeded', 7);
    }
    await finish('failed', 7);
    await finish('dead', 90);
    const kept = [
      await finish('succeeded', 6),
      await finish('dead', 89),
      await enqueue(),
    ];
    expect(await jobs.prune(2)).toBe(4);
    expect(await jobs.prune(2)).toBe(1);
    expect(await jobs.prune(2)).toBe(0);
    const left = await database.reader('jobs').select('id');
    expect(left.map(row => row.id).sort()).toEqual(kept.sort());
  });
});

it('runs hundreds of jobs a second in one worker on SQLite', async () => {
  const { enqueue, jobs, database } = createWorld(await openTestDatabase());
  const count = 500;
  for (let done = 0; done < count; done++) {
    await enqueue({ key: String(done) });
  }
  jobs.worker.handle([{ kind: 'work', concurrency: 8, run: async () => {} }]);
  const startedAt = Date.now();
  jobs.worker.start();
  while (
    Number(
      (
        await database
          .reader('jobs')
          .where({ state: 'succeeded' })
          .count('* as n')
      )[0].n,
    ) < count
  ) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  const perSecond = (count * 1000) / (Date.now() - startedAt);
  await jobs.worker.stop();
  process.stdout.write(`jobs per second: ${perSecond.toFixed(0)}\n`);
  expect(perSecond).toBeGreaterThan(200);
});
