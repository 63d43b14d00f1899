import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { firstProbeAt, nextProbeAt } from './nextProbeAt';

const now = new Date('2026-11-22T12:00:00.000Z');
const plan = (serverId: string, more: object = {}) =>
  nextProbeAt({
    serverId,
    now,
    intervalSeconds: 60,
    jitter: 0,
    random: 0.5,
    ...more,
  });

describe('nextProbeAt', () => {
  it('gives every server its own moment in the interval, for ever', () => {
    const id = uuid();
    const first = plan(id);
    expect(plan(id, { now: first }).getTime() - first.getTime()).toBe(60_000);
    const late = new Date(first.getTime() + 7_000);
    expect(plan(id, { now: late }).getTime() - first.getTime()).toBe(60_000);
    const afterDays = new Date(first.getTime() + 5 * 24 * 3600_000 + 1_234);
    expect(
      (plan(id, { now: afterDays }).getTime() - first.getTime()) % 60_000,
    ).toBe(0);
  });

  it('begins with the own moment, so that the second probe comes an interval later', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat({ max: 10 ** 9 }), (serverId, later) => {
        const from = new Date(now.getTime() + later);
        const first = firstProbeAt({
          serverId,
          now: from,
          intervalSeconds: 60,
        });
        const ahead = first.getTime() - from.getTime();
        expect(ahead).toBeGreaterThan(0);
        expect(ahead).toBeLessThanOrEqual(60_001);
        const second = plan(serverId, { now: first }).getTime();
        expect(Math.abs(second - first.getTime() - 60_000)).toBeLessThan(2);
      }),
    );
  });

  it('spreads servers that are registered at once evenly', () => {
    const seconds = new Array<number>(60).fill(0);
    for (let count = 0; count < 6_000; count++) {
      const at = plan(`server-${count}`).getTime() - now.getTime();
      seconds[Math.floor(at / 1000) % 60]++;
    }
    // 100 are expected in each: less than 5 standard deviations off.
    expect(Math.max(...seconds)).toBeLessThan(150);
    expect(Math.min(...seconds)).toBeGreaterThan(50);
  });

  it('is always later, and by no more than an interval and a half and the jitter', () => {
    fc.assert(
      fc.property(
        fc.record({
          serverId: fc.uuid(),
          intervalSeconds: fc.integer({ min: 5, max: 86_400 }),
          jitter: fc.double({ min: 0, max: 0.5, noNaN: true }),
          random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
          later: fc.nat({ max: 10 ** 9 }),
        }),
        ({ serverId, intervalSeconds, jitter, random, later }) => {
          const from = new Date(now.getTime() + later);
          const at = plan(serverId, {
            intervalSeconds,
            jitter,
            random,
            now: from,
          });
          const ahead = (at.getTime() - from.getTime()) / 1000;
          expect(ahead).toBeGreaterThan(0);
          expect(ahead).toBeGreaterThanOrEqual(
            (0.5 - jitter) * intervalSeconds - 0.002,
          );
          expect(ahead).toBeLessThanOrEqual(
            (1.5 + jitter) * intervalSeconds + 0.002,
          );
        },
      ),
    );
  });
});
