import { fixedClock } from '../../__testUtils__';
import { CallBreaker } from './CallBreaker';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const pass = (milliseconds: number) => jest.advanceTimersByTime(milliseconds);

function open(threshold = 2) {
  const clock = fixedClock();
  const breaker = new CallBreaker({ threshold, clock });
  const fail = () => breaker.pass()('failed');
  const rest = {
    since: clock.now(),
    until: new Date(clock.now().getTime() + 600_000),
  };
  return { breaker, clock, fail, rest };
}
const RESTING = expect.objectContaining({ code: 'resting' });

it('opens after failures in a row, and tries one call after the rest', () => {
  const { breaker, fail } = open();
  fail();
  breaker.pass()('good');
  fail();
  breaker.pass()('neither');
  expect(() => breaker.check()).not.toThrow();
  fail();
  expect(() => breaker.pass()).toThrow(RESTING);
  pass(999);
  expect(() => breaker.pass()).toThrow(RESTING);
  pass(1);
  const trial = breaker.pass();
  expect(() => breaker.pass()).toThrow(RESTING);
  trial('good');
  expect(() => breaker.pass()).not.toThrow();
});

it('rests longer after each trial that fails, up to 30 s', () => {
  const { breaker, fail } = open(1);
  fail();
  const rests = Array.from({ length: 9 }, () => {
    let retryAfterMs = 0;
    try {
      breaker.check();
    } catch (error) {
      ({ retryAfterMs } = error as { retryAfterMs: number });
    }
    pass(retryAfterMs);
    fail();
    return retryAfterMs;
  });
  expect(rests).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000,
  ]);
});

it('counts calls that were under way when it opened once', () => {
  const { breaker } = open(1);
  const ends = Array.from({ length: 20 }, () => breaker.pass());
  for (const end of ends) end('failed');
  pass(1_000);
  expect(() => breaker.check()).not.toThrow();
});

it('tries another call when a trial says nothing, and after 10 s when it says nothing yet', () => {
  const { breaker, fail } = open(1);
  fail();
  pass(1_000);
  breaker.pass()('neither');
  breaker.pass();
  expect(() => breaker.pass()).toThrow(RESTING);
  pass(10_000);
  expect(() => breaker.pass()).not.toThrow();
});

it('follows health, but for one call in 10 s, and no longer than calls find otherwise', () => {
  const { breaker, clock, rest } = open();
  const trial = breaker.pass(rest);
  expect(() => breaker.pass(rest)).toThrow(RESTING);
  trial('neither');
  expect(() => breaker.pass(rest)).toThrow(RESTING);
  pass(10_000);
  clock.advance(10_000);
  breaker.pass(rest)('good');
  expect(() => breaker.pass(rest)).not.toThrow();
  const next = {
    since: new Date(clock.now().getTime() + 1),
    until: rest.until,
  };
  breaker.pass(next);
  expect(() => breaker.pass(next)).toThrow(RESTING);
  clock.advance(600_000);
  expect(() => breaker.pass(next)).not.toThrow();
});
