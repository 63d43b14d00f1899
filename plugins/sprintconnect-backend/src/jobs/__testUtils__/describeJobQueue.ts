import { mockServices } from '@backstage/backend-test-utils';
import type {
  Job,
  SprintConnectEvent,
} from '@sprintconnect/plugin-sprintconnect-common';
import { createRecorders, eventually, testContext } from '../../__testUtils__';
import {
  FinalJobError,
  type Clock,
  type Database,
  type JobHandler,
  type NewJob,
  type RunningJob,
} from '../../ports';
import { createJobs, type Jobs } from '..';
import { JobStore } from '../JobStore';

const ctx = testContext();
const base = { kind: 'work', orgId: 'default', payload: {} };

/** One worker process, as far as the queue can tell. */
export interface World {
  jobs: Jobs;
  database: Database;
  enqueue(job?: Partial<NewJob>): Promise<string>;
  job(id: string): Promise<Job>;
  /** The job once it is in one of these states. */
  reached(id: string, ...states: Job['state'][]): Promise<Job>;
  dead: Pick<SprintConnectEvent, 'jobId'>[];
}

export function createWorld(
  database: Database,
  options: { clock?: Clock; pollIntervalMs?: number; leaseMs?: number } = {},
): World {
  const { outbox, events } = createRecorders();
  const jobs = createJobs({
    database,
    outbox,
    clock: { now: () => new Date() },
    logger: mockServices.logger.mock(),
    pollIntervalMs: 20,
    leaseMs: 5_000,
    ...options,
  });
  const store = new JobStore(database);
  const job = async (id: string) => (await store.get(ctx, id))!;
  return {
    jobs,
    database,
    job,
    dead: events,
    enqueue: async change => {
      const { jobId } = await database.transaction(tx =>
        jobs.queue.enqueue(tx, { ...base, ...change }),
      );
      return jobId;
    },
    reached: (id, ...states) =>
      eventually(`job ${id} is ${states}`, async () => {
        const found = await job(id);
        return states.includes(found.state) && found;
      }),
  };
}

/** What every job queue promises, whatever it is made of. `open` gives an empty database. */
export function describeJobQueue(
  name: string,
  open: () => Promise<Database>,
): void {
  describe(`job queue on ${name}`, () => {
    let stops: (() => Promise<void>)[] = [];
    afterEach(async () => {
      await Promise.all(stops.map(stop => stop()));
      stops = [];
    });
    const start = (world: World, ...handlers: JobHandler[]) => {
      world.jobs.worker.handle(handlers);
      world.jobs.worker.start();
      stops.push(() => world.jobs.worker.stop({ deadlineMs: 0 }));
      return world;
    };
    const world = async (options?: Parameters<typeof createWorld>[1]) =>
      createWorld(await open(), options);
    const handler = (
      run: JobHandler['run'],
      rest: Partial<JobHandler> = {},
    ): JobHandler => ({ kind: 'work', run, ...rest });

    describeEnqueue(world, start, handler);
    describeAttempts(world, start, handler);
    describeWorkers(world, start, handler);
  });
}

type Open = (options?: Parameters<typeof createWorld>[1]) => Promise<World>;
type Start = (world: World, ...handlers: JobHandler[]) => World;
type Handler = (
  run: JobHandler['run'],
  rest?: Partial<JobHandler>,
) => JobHandler;

function describeEnqueue(world: Open, start: Start, handler: Handler) {
  it('forgets routine work that went well, and keeps what did not', async () => {
    const { enqueue, reached, database } = start(
      await world(),
      handler(
        async ({ payload }) => {
          if (payload.refused) throw new FinalJobError('no');
        },
        { isRoutine: true },
      ),
    );
    const refused = await enqueue({ payload: { refused: true } });
    await enqueue();
    await reached(refused, 'failed');
    const left = await eventually('the other to be forgotten', async () => {
      const ids = await database.reader('jobs').pluck('id');
      return ids.length === 1 && ids;
    });
    expect(left).toEqual([refused]);
  });

  it('runs a job and keeps its result', async () => {
    const { enqueue, reached } = start(
      await world(),
      handler(async job => ({ echo: job.payload, attempt: job.attempt })),
    );
    const id = await enqueue({ payload: { a: 1 } });
    expect(await reached(id, 'succeeded')).toMatchObject({
      attempts: 1,
      result: { echo: { a: 1 }, attempt: 1 },
      finishedAt: expect.any(String),
    });
  });

  it('has no job when the transaction is rolled back', async () => {
    const { jobs, database } = await world();
    await expect(
      database.transaction(async tx => {
        await jobs.queue.enqueue(tx, base);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await database.reader('jobs')).toEqual([]);
  });

  it('starts a job at once, without waiting for the next poll', async () => {
    const { enqueue, reached } = start(
      await world({ pollIntervalMs: 60_000 }),
      handler(async () => {}),
    );
    expect(await reached(await enqueue(), 'succeeded')).toBeDefined();
    expect(await reached(await enqueue(), 'succeeded')).toBeDefined();
  });

  it('starts a job when it is due, not before', async () => {
    const { enqueue, job, reached } = start(
      await world(),
      handler(async () => {}),
    );
    const later = await enqueue({ dueAt: new Date(Date.now() + 400) });
    const now = await enqueue();
    await reached(now, 'succeeded');
    expect((await job(later)).state).toBe('queued');
    await reached(later, 'succeeded');
  });

  it('has one live job per key, and pulls a queued one forward', async () => {
    const { enqueue, jobs, reached, database } = await world();
    const later = new Date(Date.now() + 3600_000);
    const id = await enqueue({ key: 'a', dueAt: later });
    expect(
      await enqueue({ key: 'a', dueAt: new Date(later.getTime() + 1) }),
    ).toBe(id);
    const [row] = await database.reader('jobs').where({ id });
    expect(database.dialect.fromTime(row.due_at)).toEqual(later);
    expect(await enqueue({ key: 'a', orgId: 'other' })).not.toBe(id);
    expect(await enqueue({ key: 'a', kind: 'else' })).not.toBe(id);
    expect(await enqueue({ key: 'b' })).not.toBe(id);
    expect(await enqueue()).not.toBe(await enqueue());

    expect(await enqueue({ key: 'a' })).toBe(id);
    start(
      { jobs } as World,
      handler(async () => {}),
    );
    await reached(id, 'succeeded');
    expect(await enqueue({ key: 'a' })).not.toBe(id);
  });

  it('gives the id of the running job for its key', async () => {
    let finish = () => {};
    const { enqueue, reached } = start(
      await world(),
      handler(() => new Promise<void>(resolve => (finish = resolve))),
    );
    const id = await enqueue({ key: 'a' });
    await reached(id, 'running');
    expect(await enqueue({ key: 'a' })).toBe(id);
    finish();
    await reached(id, 'succeeded');
  });

  it('has one live job per key under concurrent enqueues', async () => {
    const { enqueue } = await world();
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => enqueue({ key: 'a' })),
    );
    expect(new Set(ids).size).toBe(1);
  });
}

function describeAttempts(world: Open, start: Start, handler: Handler) {
  it('repeats a failed attempt, and keeps internals out of the error', async () => {
    const { enqueue, reached, database } = start(
      await world(),
      handler(async job => {
        if (job.attempt < 3) {
          throw new Error('select * from secrets');
        }
        return { attempt: job.attempt };
      }),
    );
    const id = await enqueue();
    const hurry = setInterval(
      () =>
        void database
          .transaction(tx =>
            tx('jobs')
              .where({ state: 'queued' })
              .update({ due_at: new Date() }),
          )
          .catch(() => {}),
      30,
    );
    const done = await reached(id, 'succeeded');
    clearInterval(hurry);
    expect(done).toMatchObject({ attempts: 3, result: { attempt: 3 } });
    expect(done.error).toBeUndefined();
  });

  it('ends as failed on a final error, with its text', async () => {
    const { enqueue, reached, dead } = start(
      await world(),
      handler(async () => {
        throw new FinalJobError('There is no such server.');
      }),
    );
    const id = await enqueue();
    expect(await reached(id, 'failed')).toMatchObject({
      attempts: 1,
      error: 'There is no such server.',
    });
    expect(dead).toEqual([]);
  });

  it('keeps a dead job with its error and announces it', async () => {
    const { enqueue, reached, dead } = start(
      await world(),
      handler(
        async () => {
          throw new Error('insert into x');
        },
        { attemptsMax: 1 },
      ),
    );
    const id = await enqueue({ key: 'a' });
    const job = await reached(id, 'dead');
    expect(job).toMatchObject({
      attempts: 1,
      error: expect.stringContaining('log'),
      finishedAt: expect.any(String),
    });
    expect(job.error).not.toContain('insert');
    expect(dead).toEqual([{ type: 'job.dead', orgId: 'default', jobId: id }]);
    expect(await enqueue({ key: 'a' })).not.toBe(id);
  });

  it('breaks off an attempt that takes too long, even one that ignores its signal', async () => {
    let signal: AbortSignal | undefined;
    const { enqueue, reached } = start(
      await world(),
      handler(
        job => {
          signal = job.signal;
          return new Promise(() => {});
        },
        { timeoutMs: 50, attemptsMax: 1 },
      ),
    );
    const job = await reached(await enqueue(), 'dead');
    expect(job.error).toContain('50 ms');
    expect(signal?.aborted).toBe(true);
  });

  it('shows progress while the job runs, and the last one at its end', async () => {
    let running: RunningJob | undefined;
    let finish = () => {};
    const { enqueue, job, reached } = start(
      await world(),
      handler(each => {
        running = each;
        return new Promise<void>(resolve => (finish = resolve));
      }),
    );
    const id = await enqueue();
    await reached(id, 'running');
    for (let done = 0; done <= 500; done++) {
      running!.progress({ done, total: 1000, message: 'tools' });
    }
    await eventually('progress shows', async () =>
      Boolean((await job(id)).progress),
    );
    expect((await job(id)).progress).toEqual({
      done: 500,
      total: 1000,
      message: 'tools',
    });
    running!.progress({ done: 1000, total: 1000 });
    finish();
    expect((await reached(id, 'succeeded')).progress).toEqual({
      done: 1000,
      total: 1000,
    });
  });
}

function describeWorkers(world: Open, start: Start, handler: Handler) {
  it('runs as many at once as the kind allows', async () => {
    let now = 0;
    let most = 0;
    const { enqueue, reached } = start(
      await world(),
      handler(
        async () => {
          most = Math.max(most, ++now);
          await new Promise(resolve => setTimeout(resolve, 20));
          now--;
        },
        { concurrency: 3 },
      ),
      { kind: 'other', run: async () => {} },
    );
    const ids = await Promise.all(Array.from({ length: 12 }, () => enqueue()));
    const other = await enqueue({ kind: 'other' });
    await Promise.all([...ids, other].map(id => reached(id, 'succeeded')));
    expect(most).toBe(3);
  });

  it('gives each job to one of several workers', async () => {
    const first = await world();
    const runs: string[] = [];
    const run = handler(async job => void runs.push(job.id), {
      concurrency: 4,
    });
    const ids = await Promise.all(
      Array.from({ length: 60 }, () => first.enqueue()),
    );
    const others = [1, 2, 3].map(() => createWorld(first.database));
    [first, ...others].forEach(each => start(each, run));
    await Promise.all(ids.map(id => first.reached(id, 'succeeded')));
    expect(runs.sort()).toEqual(ids.sort());
  });

  it('keeps a long job by signs of life', async () => {
    const long = await world({ leaseMs: 300 });
    let runs = 0;
    const run = handler(async () => {
      runs++;
      await new Promise(resolve => setTimeout(resolve, 1_000));
    });
    start(long, run);
    const id = await long.enqueue();
    await long.reached(id, 'running');
    start(createWorld(long.database, { leaseMs: 300 }), run);
    expect(await long.reached(id, 'succeeded')).toMatchObject({ attempts: 1 });
    expect(runs).toBe(1);
  });

  it('takes back a lapsed claim; the late worker cannot settle', async () => {
    const slow = await world();
    const signals: AbortSignal[] = [];
    const finish: (() => void)[] = [];
    const run = handler(async job => {
      signals.push(job.signal);
      await new Promise<void>(resolve => finish.push(resolve));
      return { attempt: job.attempt };
    });
    start(slow, run);
    const id = await slow.enqueue();
    await slow.reached(id, 'running');
    await slow.database.transaction(tx =>
      tx('jobs')
        .where({ id })
        .update({ lease_until: new Date(0) }),
    );
    start(createWorld(slow.database), run);
    await eventually('a second attempt', () => finish.length === 2);
    finish[0]();
    expect(await slow.job(id)).toMatchObject({ state: 'running', attempts: 2 });
    finish[1]();
    expect(await slow.reached(id, 'succeeded')).toMatchObject({
      result: { attempt: 2 },
    });
  });

  it('breaks off the attempt whose claim was lost', async () => {
    let aborted = '';
    const { enqueue, reached, database } = start(
      await world({ leaseMs: 150 }),
      handler(
        job =>
          new Promise<void>(resolve => {
            job.signal.addEventListener('abort', () => {
              aborted = String(job.signal.reason);
              resolve();
            });
          }),
      ),
    );
    const id = await enqueue();
    await reached(id, 'running');
    await database.transaction(tx =>
      tx('jobs').where({ id }).update({ ticket: 'somebody-else' }),
    );
    await eventually('the signal', () => aborted !== '');
    expect(aborted).toContain('claim-lost');
  });

  it('ends a job as dead whose workers vanished on every attempt', async () => {
    const { enqueue, reached, dead, database, jobs } = await world();
    const id = await enqueue();
    await database.transaction(tx =>
      tx('jobs')
        .where({ id })
        .update({
          state: 'running',
          ticket: 'gone',
          lease_until: new Date(0),
          attempts: 5,
        }),
    );
    start(
      { jobs } as World,
      handler(async () => {}),
    );
    expect((await reached(id, 'dead')).error).toContain('without a word');
    expect(dead).toHaveLength(1);
  });

  it('stops gently: waits for what runs, then gives the rest back', async () => {
    const { enqueue, reached, job, jobs } = start(
      await world(),
      handler(
        async ({ payload, signal }) => {
          if (payload.short) {
            await new Promise(resolve => setTimeout(resolve, 100));
          } else {
            await new Promise(resolve =>
              signal.addEventListener('abort', resolve),
            );
          }
        },
        { concurrency: 2 },
      ),
    );
    const short = await enqueue({ payload: { short: true } });
    const long = await enqueue();
    await reached(short, 'running', 'succeeded');
    await reached(long, 'running');
    await jobs.worker.stop({ deadlineMs: 400 });
    expect((await job(short)).state).toBe('succeeded');
    expect(await job(long)).toMatchObject({ state: 'queued', attempts: 0 });
    const after = await enqueue();
    expect((await job(after)).state).toBe('queued');
  });
}
