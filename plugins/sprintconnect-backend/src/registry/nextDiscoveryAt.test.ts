import fc from 'fast-check';
import { nextDiscoveryAt } from './nextDiscoveryAt';

const now = new Date('2026-11-22T12:00:00.000Z');
const plain = { now, defaultSeconds: 900, jitter: 0, random: 0.5 };
const DAY = 24 * 3600;

const secondsUntil = (options: object) =>
  (nextDiscoveryAt({ ...plain, ...options }).getTime() - now.getTime()) / 1000;

describe('nextDiscoveryAt', () => {
  it.each([
    ['the default', {}, 900],
    ['its own interval', { intervalSeconds: 60 }, 60],
    ['what it says of its freshness', { ttlMs: 300_000 }, 300],
    [
      'its own interval before that',
      { intervalSeconds: 60, ttlMs: 300_000 },
      60,
    ],
    ['a freshness of nothing, which says nothing', { ttlMs: 0 }, 900],
    ['a freshness under a minute', { ttlMs: 5 }, 60],
    ['a freshness of a year', { ttlMs: 365 * DAY * 1000 }, DAY],
    ['one failure', { failures: 1 }, 1800],
    ['three failures', { failures: 3 }, 7200],
    ['many failures', { failures: 40 }, 6 * 3600],
    [
      'failures and a longer interval',
      { failures: 9, intervalSeconds: 2 * DAY },
      2 * DAY,
    ],
    ['failures and its own interval', { failures: 2, intervalSeconds: 10 }, 40],
    ['lists that failed once', { partials: 1 }, 112.5],
    ['lists that failed twice', { partials: 2 }, 225],
    ['lists that fail all the time', { partials: 40 }, 900],
    [
      'failing lists and its own interval',
      { partials: 2, intervalSeconds: 7200 },
      1800,
    ],
    ['failing lists, not below a minute', { partials: 1, ttlMs: 120_000 }, 60],
    ['a shorter interval than that', { partials: 1, intervalSeconds: 10 }, 10],
    ['the earliest of the jitter', { jitter: 0.2, random: 0 }, 720],
    ['the latest of the jitter', { jitter: 0.2, random: 0.999999 }, 1080],
  ])('goes by %s', (_, options, seconds) => {
    expect(secondsUntil(options)).toBeCloseTo(seconds, 0);
  });

  it('is never in the past, nor beyond what interval, backoff and jitter allow', () => {
    const any = fc.record({
      intervalSeconds: fc.option(fc.integer({ min: 10, max: 7 * DAY }), {
        nil: undefined,
      }),
      ttlMs: fc.option(fc.maxSafeNat(), { nil: undefined }),
      failures: fc.nat(),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
      random: fc.double({ min: 0, max: 0.9999, noNaN: true }),
    });
    fc.assert(
      fc.property(any, options => {
        const seconds = secondsUntil(options);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(2 * 7 * DAY);
      }),
    );
  });
});
