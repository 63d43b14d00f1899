import { mockServices } from '@backstage/backend-test-utils';
import {
  createRecorders,
  eventually,
  fixedClock,
  logOnceStopped,
} from '../__testUtils__';
import type { Database } from '../ports';
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
