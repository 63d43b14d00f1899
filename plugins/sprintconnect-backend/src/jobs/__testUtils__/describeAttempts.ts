import { eventually } from '../../__testUtils__';
import { FinalJobError, type RunningJob } from '../../ports';
import { handler, start, type OpenJobWorld } from './JobWorld';

/** What is promised to who does a job. */
export function describeAttempts(world: OpenJobWorld) {
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
