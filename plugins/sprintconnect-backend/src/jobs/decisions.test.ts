import fc from 'fast-check';
import { DatabaseUnavailableError, EgressError, FinalJobError } from '../ports';
import { decideSettlement, type Outcome } from './decideSettlement';
import { retryDelay } from './retryDelay';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('retryDelay', () => {
  it('stays under a ceiling that doubles up to five minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), random, (attempt, at) => {
        const delay = retryDelay(attempt, at);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThan(
          Math.min(300_000, 1000 * 2 ** (attempt - 1)),
        );
        expect(Number.isInteger(delay)).toBe(true);
      }),
    );
  });

  it.each([
    [1, 500],
    [2, 1_000],
    [5, 8_000],
    [20, 150_000],
  ])('is half of the ceiling of attempt %d in the middle', (attempt, delay) => {
    expect(retryDelay(attempt, 0.5)).toBe(delay);
  });
});

describe('decideSettlement', () => {
  const threw = (error: unknown): Outcome => ({ type: 'threw', error });
  const refused = new EgressError('address-not-allowed', 'Ask for it.');
  it.each<[string, Outcome, number, object]>([
    [
      'result',
      { type: 'returned', result: { a: 1 } },
      5,
      { state: 'succeeded', result: { a: 1 } },
    ],
    [
      'final error',
      threw(new FinalJobError('no')),
      1,
      { state: 'failed', error: 'no' },
    ],
    [
      'public error',
      threw(refused),
      1,
      { state: 'queued', error: 'Ask for it.', afterMs: 500 },
    ],
    [
      'public error, last attempt',
      threw(refused),
      3,
      { state: 'dead', error: 'Ask for it.' },
    ],
    [
      'time limit',
      { type: 'timed-out', timeoutMs: 7 },
      2,
      {
        state: 'queued',
        error: expect.stringContaining('7 ms'),
        afterMs: 1000,
      },
    ],
    [
      'time limit, last attempt',
      { type: 'timed-out', timeoutMs: 7 },
      3,
      { state: 'dead', error: expect.stringContaining('7 ms') },
    ],
    ['stop', { type: 'stopped' }, 3, { state: 'given-back' }],
    [
      'outage of the database, last attempt',
      threw(new DatabaseUnavailableError('it restarts')),
      3,
      { state: 'given-back' },
    ],
  ])('%s', (_name, ...[outcome, number, settlement]) => {
    expect(decideSettlement(outcome, { number, max: 3 }, 0.5)).toEqual(
      settlement,
    );
  });

  it('keeps no more than 2,000 characters of an error', () => {
    const error = new FinalJobError('x'.repeat(5_000));
    expect(decideSettlement(threw(error), { number: 1, max: 3 }, 0)).toEqual({
      state: 'failed',
      error: 'x'.repeat(2_000),
    });
  });

  it('keeps the text of other errors out of the job', () => {
    for (const error of [new Error('select secret'), 'secret', undefined]) {
      const settlement = decideSettlement(
        threw(error),
        { number: 1, max: 3 },
        0,
      );
      expect(JSON.stringify(settlement)).not.toContain('secret');
    }
  });
});
