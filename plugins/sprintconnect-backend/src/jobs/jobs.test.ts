import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import {
  databaseIds,
  describeOnPostgres,
  fixedClock,
  openTestDatabase,
} from '../__testUtils__';
import { knexDatabase, migrationsDirectory, tuneSqlite } from '../platform';
import { describeJobQueue } from './__testUtils__/describeJobQueue';
import { createWorld } from './__testUtils__/JobWorld';

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
    // Knex hides the password from JSON, and another process needs it.
    const { password } = connection;
    return { client: 'pg', connection: { ...connection, password } };
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
    const [said] = await once(child.stdout!, 'data');
    expect(String(said)).toBe('claimed\n');
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
    expect(await jobs.prunes[0](2)).toBe(4);
    expect(await jobs.prunes[0](2)).toBe(1);
    expect(await jobs.prunes[0](2)).toBe(0);
    const left = await database.reader('jobs').select('id');
    expect(left.map(row => row.id).sort()).toEqual(kept.sort());
  });
});

describeOnPostgres('on %s', id => {
  it.each([
    [
      'due jobs',
      "SELECT id FROM jobs WHERE kind = 'work' AND state = 'queued' AND due_at <= now() ORDER BY due_at LIMIT 8",
      'jobs_due_idx',
    ],
    [
      'lapsed leases',
      "SELECT id FROM jobs WHERE state = 'running' AND lease_until < now() LIMIT 100",
      'jobs_lease_idx',
    ],
    [
      'the live job of a key',
      "SELECT id FROM jobs WHERE org_id = 'o' AND kind = 'k' AND key = 'a' AND state IN ('queued', 'running')",
      'jobs_live_key_idx',
    ],
  ])('finds %s by an index', async (_name, ...[query, index]) => {
    const { reader } = await openTestDatabase({ id });
    let plan: unknown;
    await reader.transaction(async tx => {
      // On an empty table a scan is the cheapest plan; this asks whether the index can serve at all.
      await tx.raw('SET LOCAL enable_seqscan = off');
      plan = (await tx.raw(`EXPLAIN ${query}`)).rows;
    });
    expect(JSON.stringify(plan)).toContain(index);
  });
});
