import { mockServices } from '@backstage/backend-test-utils';
import { untilDone } from './untilDone';

jest.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

it('is quiet while the backend starts, and then warns of each reason once', async () => {
  const logger = mockServices.logger.mock();
  let attempts = 0;
  await untilDone(
    async () => {
      attempts += 1;
      if (attempts < 20) throw new Error(attempts < 15 ? 'away' : 'broken');
    },
    { what: 'It', logger, signal: new AbortController().signal },
  );
  expect(attempts).toBe(20);
  expect(logger.warn.mock.calls.map(([words]) => words)).toEqual([
    'It failed; trying again in 16 s: away',
    'It failed; trying again in 30 s: broken',
  ]);
});
