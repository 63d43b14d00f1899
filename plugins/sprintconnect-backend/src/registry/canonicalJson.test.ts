import { canonicalJson, digestOf } from './canonicalJson';
import { nextDiscoveryAt } from './nextDiscoveryAt';

describe('canonicalJson', () => {
  it('spells a value in one way (RFC 8785)', () => {
    expect(canonicalJson({ b: [1.0, 1e21, -0], a: '\u20ac', 1: null })).toBe(
      '{"1":null,"a":"€","b":[1,1e+21,0]}',
    );
    expect(digestOf('{}')).toBe(
      'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    );
  });

  it.each([
    ['infinite numbers', { a: Infinity }, "can't exchange"],
    ['half a character', { a: '\ud800' }, "can't exchange"],
    ['nothing', undefined, "isn't JSON"],
  ])('refuses %s', (...[, value, message]) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  it('refuses what has no end', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => canonicalJson(loop)).toThrow('nested more than 100');
  });
});

describe('nextDiscoveryAt', () => {
  const now = new Date('2026-11-22T12:00:00.000Z');
  const seconds = (options: object) =>
    (nextDiscoveryAt({
      now,
      defaultSeconds: 900,
      jitter: 0,
      random: 0.5,
      ...options,
    }).getTime() -
      now.getTime()) /
    1000;

  it.each([
    ['the default', {}, 900],
    [
      'its own interval before its ttl',
      { intervalSeconds: 30, ttlMs: 500_000 },
      30,
    ],
    ['its ttl', { ttlMs: 300_000 }, 300],
    ['no ttl below a minute', { ttlMs: 1 }, 60],
    ['no ttl above a day', { ttlMs: 1e12 }, 86_400],
    ['a ttl of 0, which says nothing', { ttlMs: 0 }, 900],
    ['later after failures', { failures: 2 }, 3600],
    ['not later than six hours', { failures: 50 }, 21_600],
    [
      'a long interval as it is',
      { intervalSeconds: 604_800, failures: 3 },
      604_800,
    ],
    ['earlier by jitter', { jitter: 0.2, random: 0 }, 720],
    ['later by jitter', { jitter: 0.2, random: 0.75 }, 990],
  ])('gives %s', (...[, options, expected]) => {
    expect(seconds(options)).toBe(expected);
  });
});
