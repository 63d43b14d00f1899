import { mockServices } from '@backstage/backend-test-utils';
import { untilDone } from './untilDone';

describe('untilDone', () => {
  it('tries until it succeeds', async () => {
    const logger = mockServices.logger.mock();
    let attempts = 0;
    await untilDone(
      async () => {
        attempts += 1;
        if (attempts < 3) throw new Error('not yet');
      },
      { what: 'It', logger, signal: new AbortController().signal },
    );
    expect(attempts).toBe(3);
    expect(logger.debug.mock.calls.map(([words]) => words)).toEqual([
      'It failed; trying again in 0.5 s: not yet',
      'It failed; trying again in 1 s: not yet',
    ]);
  });

  it('ends at once when the backend stops, also in a pause', async () => {
    const stopping = new AbortController();
    let attempts = 0;
    const done = untilDone(
      async () => {
        attempts += 1;
        setImmediate(() => stopping.abort());
        throw new Error('away');
      },
      {
        what: 'It',
        logger: mockServices.logger.mock(),
        signal: stopping.signal,
      },
    );
    await done;
    expect(attempts).toBe(1);
  });
});
