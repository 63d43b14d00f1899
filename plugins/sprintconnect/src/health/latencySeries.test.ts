import type { HealthPoint } from '@sprintconnect/plugin-sprintconnect-common';
import { latencySeries } from './latencySeries';

const start = Date.parse('2026-11-22T00:00:00Z');
const MINUTE = 60_000;
const point = (minutes: number, p50Ms?: number): HealthPoint => ({
  at: new Date(start + minutes * MINUTE).toISOString(),
  probes: 1,
  failures: p50Ms === undefined ? 1 : 0,
  p50Ms,
  p95Ms: p50Ms && p50Ms * 2,
});
const lineOf = (resolution: 'raw' | 'hour', points: HealthPoint[]) =>
  latencySeries({ resolution, points });

describe('latencySeries', () => {
  it('breaks the lines where a probe failed', () => {
    const series = lineOf('raw', [point(0, 10), point(1), point(2, 12)]);
    expect(series.map(each => each.p50)).toEqual([10, null, 12]);
    expect(series.map(each => each.p95)).toEqual([20, null, 24]);
    expect(series.map(each => each.alone)).toEqual([true, false, true]);
  });

  it('breaks the lines where nothing was probed, jitter aside', () => {
    const series = lineOf(
      'raw',
      [0, 1, 2.8, 3.9, 5, 30, 31].map(minute => point(minute, 10)),
    );
    expect(series.map(each => each.p50)).toEqual([
      10,
      10,
      10,
      10,
      10,
      null,
      10,
      10,
    ]);
    expect(series.some(each => each.alone)).toBe(false);
  });

  it('breaks the lines at hours that are absent', () => {
    const series = lineOf('hour', [
      point(0, 10),
      point(60, 10),
      point(300, 10),
    ]);
    expect(series.map(({ at, p50 }) => [(at - start) / MINUTE, p50])).toEqual([
      [0, 10],
      [60, 10],
      [120, null],
      [300, 10],
    ]);
  });

  it('draws nothing of nothing', () => {
    expect(lineOf('raw', [])).toEqual([]);
    expect(lineOf('raw', [point(0, 10)])).toMatchObject([{ alone: true }]);
  });
});
