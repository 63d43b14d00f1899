import fc from 'fast-check';
import type { HealthPoint } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../../__testUtils__';
import { openAnswers } from './__testUtils__/openAnswers';
import { histogramOf, quantileOf } from './Histogram';
import { DAY_MS, floorTo, HOUR_MS, plus } from '../state/times';

describe.each(databaseIds)('answers about the past of a server on %s', id => {
  it('choose the finest resolution of at most 1000 points', async () => {
    const { get, clock, probeEveryMinute, server, task } =
      await openAnswers(id);
    await probeEveryMinute(
      server.id,
      Array.from({ length: 1_001 }, () => 20),
    );
    clock.advance(10 * 60_000);
    await task('rollup');
    const chosen = async (query: string) => {
      const { body } = await get(`/health/history${query}`).expect(200);
      return [body.resolution, body.points.length];
    };
    expect(await chosen('')).toEqual(['hour', 17]);
    expect(await chosen('?from=2026-11-21T19:20:00Z')).toEqual(['raw', 1000]);
    expect(await chosen('?resolution=raw')).toEqual(['raw', 1001]);
    expect(await chosen('?from=2026-11-10T00:00:00Z')).toEqual(['hour', 17]);
    expect(await chosen('?from=2026-09-01T00:00:00Z')).toEqual(['day', 2]);
    expect(await chosen('?resolution=day')).toEqual(['day', 2]);
  });

  it('give a failed probe with its error, and hours from where the first begins', async () => {
    const { get, insert, probeOf, server } = await openAnswers(id);
    await insert([
      probeOf(server.id, new Date('2026-11-22T10:15:00Z'), 30),
      probeOf(server.id, new Date('2026-11-22T10:45:00Z'), 'failed'),
    ]);
    // The second time in words that other languages write by default.
    const of = '?from=2026-11-22T10:30:00Z&to=2026-11-22T12:50:00.000%2B02:00';
    expect((await get(`/health/history${of}`)).body.points).toEqual([
      {
        at: '2026-11-22T10:45:00.000Z',
        probes: 1,
        failures: 1,
        error: { code: 'timeout', message: 'No answer within 5 s.' },
      },
    ]);
    const { body } = await get(`/health/history${of}&resolution=hour`);
    expect(body).toMatchObject({
      from: '2026-11-22T10:00:00.000Z',
      points: [{ at: '2026-11-22T10:00:00.000Z', probes: 2, failures: 1 }],
    });
  });

  it('agree with what the single probes tell, at every resolution', async () => {
    const { get, clock, insert, probeOf, server, task } = await openAnswers(id);
    const start = clock.now();
    const seconds = 3 * 24 * 3600;
    const all = fc
      .sample(
        fc.record({
          after: fc.nat({ max: seconds - 1 }),
          outcome: fc.oneof(
            fc.integer({ min: 1, max: 3000 }),
            fc.constant('failed' as const),
          ),
        }),
        { numRuns: 400, seed: 3 },
      )
      .map(({ after, outcome }) =>
        probeOf(server.id, plus(start, after * 1000), outcome),
      );
    await insert(all);
    clock.set(plus(start, 2 * DAY_MS));
    await task('rollup');
    clock.set(plus(start, seconds * 1000));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('hour', 'day'),
        fc.nat({ max: seconds - 2 }),
        fc.integer({ min: 1, max: seconds }),
        async (resolution, after, length) => {
          const lengthMs = resolution === 'hour' ? HOUR_MS : DAY_MS;
          const from = plus(start, after * 1000);
          const to = plus(from, length * 1000);
          const { body } = await get(
            `/health/history?from=${from.toISOString()}&to=${to.toISOString()}&resolution=${resolution}`,
          ).expect(200);
          const expected = new Map<string, HealthPoint & { good: number[] }>();
          const first = floorTo(lengthMs, from);
          for (const row of [...all].sort((a, b) => +a.at - +b.at)) {
            const begin = floorTo(lengthMs, row.at);
            if (begin < first || begin >= to) continue;
            const key = begin.toISOString();
            const point = expected.get(key) ?? {
              at: key,
              probes: 0,
              failures: 0,
              good: [],
            };
            point.probes += 1;
            if (row.ok) point.good.push(row.latencyMs as number);
            else point.failures += 1;
            expected.set(key, point);
          }
          expect(body.points).toEqual(
            [...expected.values()].map(({ good, ...point }) => ({
              ...point,
              ...(good.length > 0 && {
                p50Ms: quantileOf(histogramOf(good), 0.5),
                p95Ms: quantileOf(histogramOf(good), 0.95),
              }),
            })),
          );
        },
      ),
      { numRuns: 40, seed: 11 },
    );
  });

  it.each([
    ['a time that is none', 'from=yesterday', { path: 'from' }],
    ['an unknown resolution', 'resolution=week', { path: 'resolution' }],
    ['an unknown parameter', 'until=now', { path: 'until' }],
    [
      'an end before its begin',
      'from=2026-11-22T11:00:00Z&to=2026-11-22T10:00:00Z',
      {
        path: 'from',
        message: 'must be before "to", which is 2026-11-22T10:00:00.000Z',
      },
    ],
    [
      'no time at all',
      'from=2026-11-22T10:00:00Z&to=2026-11-22T10:00:00Z',
      { path: 'from' },
    ],
    ['a begin in the future', 'from=2026-11-23T00:00:00Z', { path: 'from' }],
    [
      'single probes that are gone',
      'from=2026-11-14T00:00:00Z&resolution=raw',
      { path: 'from', message: 'is more than 7 days ago' },
    ],
    [
      'too many hours',
      'from=2026-01-01T00:00:00Z&resolution=hour',
      { path: 'from', message: 'is too long before "to"' },
    ],
    [
      'too many days',
      'from=2001-01-01T00:00:00Z',
      { path: 'from', message: 'is too long before "to"' },
    ],
    [
      'too many single probes',
      'from=2026-11-20T00:00:00Z&resolution=raw',
      { path: 'from', message: 'is too long before "to"' },
    ],
  ])('refuse %s', async (_what, ...[query, error]) => {
    const { get, counts, probeEveryMinute, server } = await openAnswers(id);
    await probeEveryMinute(
      server.id,
      Array.from({ length: 2_001 }, () => 5),
    );
    const before = await counts();
    const { body } = await get(`/health/history?${query}`).expect(400);
    expect(body.errors).toMatchObject([error]);
    expect(body.detail).toMatch(/\.$/);
    expect(await counts()).toEqual(before);
  });
});
