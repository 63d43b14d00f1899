import { mockServices } from '@backstage/backend-test-utils';
import {
  createRecorders,
  eventually,
  fixedClock,
  logOnceStopped,
  openTestDatabase,
} from '../__testUtils__';
import { type Database, DatabaseUnavailableError } from '../ports';
import { createWorld, handler, start } from './__testUtils__/JobWorld';
import { JobRunner } from './JobRunner';

it('misses no wake, however near it comes to the end of a look', async () => {
  for (let ticks = 0; ticks < 20; ticks++) {
    let looks = 0;
    let wakeLate = async () => {};
    const transaction = async () => {
      looks += 1;
      void wakeLate();
      return [];
    };
    const runner = new JobRunner({
      database: { transaction } as unknown as Database,
      outbox: createRecorders().outbox,
      clock: fixedClock(),
      logger: mockServices.logger.mock(),
      pollIntervalMs: 60_000,
      leaseMs: 60_000,
    });
    wakeLate = async () => {
      // The first looks for what others left, the second for what is due.
      if (looks !== 2) return;
      for (let tick = 0; tick < ticks; tick++) await undefined;
      runner.wake();
    };
    runner.handle([{ kind: 'work', run: async () => {} }]);
    runner.start();
    await eventually(`it looks again after ${ticks} ticks`, () => looks === 3);
    await runner.stop();
    expect(looks).toBe(3);
  }
});

it('tells of work that cannot be claimed, but not once it stops', async () => {
  const logger = mockServices.logger.mock();
  let looks = 0;
  let fail = () => {};
  const transaction = () => {
    looks += 1;
    if (looks === 1) throw new Error('The database is away');
    return new Promise((_resolve, reject) => {
      fail = () => reject(new Error('The database is closed'));
    });
  };
  const runner = new JobRunner({
    database: { transaction } as unknown as Database,
    outbox: createRecorders().outbox,
    clock: fixedClock(),
    logger,
    pollIntervalMs: 1,
    leaseMs: 60_000,
  });
  runner.handle([{ kind: 'work', run: async () => {} }]);
  runner.start();
  await eventually('the next look', () => looks === 2);
  const stopped = runner.stop();
  fail();
  const log = await logOnceStopped({ logger, stop: () => stopped });
  expect(log).toEqual({
    warn: [],
    error: ["Couldn't claim jobs; trying again"],
  });
});

it('breaks work off when its lease is over while the database is away, and not before', async () => {
  const real = await openTestDatabase();
  const clock = fixedClock();
  const leaseMs = 60;
  let isAway = false;
  let signs = 0;
  const database: Database = {
    ...real,
    async transaction(...work) {
      if (!isAway) return real.transaction(...work);
      signs += 1;
      throw new DatabaseUnavailableError('away');
    },
  };
  let aborted = '';
  const { enqueue, reached } = start(
    createWorld(database, { clock, leaseMs, pollIntervalMs: 60_000 }),
    handler(
      ({ signal }) =>
        new Promise<void>(resolve => {
          signal.addEventListener('abort', () => {
            aborted = String(signal.reason);
            resolve();
          });
        }),
    ),
  );
  await reached(await enqueue(), 'running');
  clock.advance(leaseMs - 1);
  const end = clock.now().getTime() + leaseMs;
  await eventually('a sign of life', async () => {
    const { lease_until: until } = await real.reader('jobs').first();
    return real.dialect.fromTime(until)?.getTime() === end;
  });
  isAway = true;
  clock.advance(leaseMs);
  await eventually('two signs of life fail', () => signs >= 2);
  expect(aborted).toBe('');
  clock.advance(1);
  await eventually('the signal', () => aborted !== '');
  expect(aborted).toContain('claim-lost');
});
