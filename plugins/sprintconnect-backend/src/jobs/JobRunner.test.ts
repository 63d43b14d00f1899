import { mockServices } from '@backstage/backend-test-utils';
import { createRecorders, eventually, fixedClock } from '../__testUtils__';
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
