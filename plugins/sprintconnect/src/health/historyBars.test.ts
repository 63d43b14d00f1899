import type {
  HealthPoint,
  Incident,
} from '@sprintconnect/plugin-sprintconnect-common';
import { idOf } from '../../dev/fixtures';
import { historyBars } from './historyBars';
import { healthRanges, spanOf } from './ranges';

const HOUR = 3_600_000;
const start = Date.parse('2026-11-22T00:00:00Z');
const range = { bars: 3, barMs: HOUR, alignMs: HOUR };
const span = { from: start, to: start + 3 * HOUR };
const time = (minutes: number) =>
  new Date(start + minutes * 60_000).toISOString();
const point = (minutes: number, given: Partial<HealthPoint>): HealthPoint => ({
  at: time(minutes),
  probes: 10,
  failures: 0,
  ...given,
});
const incident = (from: number, to?: number): Incident => ({
  id: idOf(from),
  status: 'unhealthy',
  cause: { code: 'timeout', message: '' },
  startedAt: time(from),
  endedAt: to === undefined ? undefined : time(to),
  failures: 3,
});

describe('historyBars', () => {
  it('sums points up into the bars they begin in', () => {
    const points = [
      point(0, { failures: 1, p50Ms: 100, p95Ms: 300 }),
      point(59, { p50Ms: 200, p95Ms: 250 }),
      point(60, { failures: 10 }),
    ];
    const bars = historyBars({ points, incidents: [] }, range, span);
    expect(bars).toHaveLength(3);
    expect(bars[0]).toMatchObject({
      from: start,
      to: start + HOUR,
      probes: 20,
      failures: 1,
      uptime: 0.95,
      p95Ms: 300,
    });
    // 9 good probes at 100 ms and 10 at 200 ms.
    expect(bars[0].p50Ms).toBeCloseTo(152.6, 1);
    expect(bars[1]).toMatchObject({ uptime: 0, p50Ms: undefined });
    expect(bars[2]).toMatchObject({ probes: 0, uptime: undefined });
  });

  it('leaves out what is before the first and after the last bar', () => {
    const points = [point(-1, {}), point(180, {})];
    const bars = historyBars({ points, incidents: [] }, range, span);
    expect(bars.map(each => each.probes)).toEqual([0, 0, 0]);
  });

  it('names the incidents that lasted within a bar', () => {
    const incidents = [incident(130), incident(30, 60)];
    const bars = historyBars({ points: [], incidents }, range, span);
    expect(bars.map(each => each.incidents.map(({ id }) => id))).toEqual([
      [idOf(30)],
      [],
      [idOf(130)],
    ]);
  });
});

describe('spanOf', () => {
  const now = Date.parse('2026-11-22T12:34:56Z');
  it.each([
    ['24h', '2026-11-21T13:00:00.000Z', '2026-11-22T13:00:00.000Z'],
    ['7d', '2026-11-15T13:00:00.000Z', '2026-11-22T13:00:00.000Z'],
    ['30d', '2026-10-24T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['13m', '2025-10-27T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ] as const)('of %s ends with what is now', (name, from, to) => {
    const { from: first, to: last } = spanOf(healthRanges[name], now);
    expect(new Date(first).toISOString()).toBe(from);
    expect(new Date(last).toISOString()).toBe(to);
  });
});
