import { eventually, fixedClock } from '../../__testUtils__';
import { FinalJobError } from '../../ports';
import { base, handler, start, type OpenJobWorld } from './JobWorld';

/** What is promised to who queues a job. */
export function describeEnqueue(world: OpenJobWorld) {
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
    const clock = fixedClock();
    const { enqueue, job, reached } = start(
      await world({ clock }),
      handler(async () => {}),
    );
    const later = await enqueue({
      dueAt: new Date(clock.now().getTime() + 400),
    });
    const now = await enqueue();
    await reached(now, 'succeeded');
    expect((await job(later)).state).toBe('queued');
    clock.advance(400);
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
    const theirs = { key: 'a', orgId: 'other', dueAt: later };
    const other = await enqueue(theirs);
    expect(other).not.toBe(id);
    expect(await enqueue(theirs)).toBe(other);
    expect(await enqueue({ key: 'a', kind: 'else' })).not.toBe(id);
    expect(await enqueue({ key: 'b' })).not.toBe(id);
    expect(await enqueue()).not.toBe(await enqueue());

    expect(await enqueue({ key: 'a' })).toBe(id);
    start(
      { jobs },
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
