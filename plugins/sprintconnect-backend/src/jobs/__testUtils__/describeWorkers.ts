import { eventually } from '../../__testUtils__';
import { createWorld, handler, start, type OpenJobWorld } from './JobWorld';

/** What several workers promise each other. */
export function describeWorkers(world: OpenJobWorld) {
  it('runs as many at once as the kind allows', async () => {
    let now = 0;
    let most = 0;
    const { enqueue, reached } = start(
      await world(),
      handler(
        async () => {
          most = Math.max(most, ++now);
          await eventually('as many at once', () => most >= 3);
          // Time for one more than may be.
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
    // Far longer than a busy machine keeps a sign of life waiting.
    const leaseMs = 2_000;
    const long = await world({ leaseMs });
    let runs = 0;
    let end = () => {};
    const run = handler(async () => {
      runs++;
      await new Promise<void>(resolve => {
        end = resolve;
      });
    });
    start(long, run);
    const id = await long.enqueue();
    await long.reached(id, 'running');
    const lapses = Date.now() + leaseMs;
    start(createWorld(long.database, { leaseMs }), run);
    await eventually('the first lease to be over', () => Date.now() > lapses);
    end();
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
      { jobs },
      handler(async () => {}),
    );
    expect((await reached(id, 'dead')).error).toContain('stopped unexpectedly');
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
    await jobs.worker.stop({ deadlineMs: 1_500 });
    expect((await job(short)).state).toBe('succeeded');
    expect(await job(long)).toMatchObject({ state: 'queued', attempts: 0 });
    const after = await enqueue();
    expect((await job(after)).state).toBe('queued');
  });
}
