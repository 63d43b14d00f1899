import { trendOf, type TrendPoint } from './trendOf';

const hours = (
  count: number,
  of: (hour: number) => Partial<TrendPoint>,
): TrendPoint[] =>
  Array.from({ length: count }, (_each, hour) => ({
    at: new Date(Date.UTC(2026, 10, 22, hour)),
    probes: 60,
    failures: 0,
    p50Ms: 100,
    ...of(hour),
  }));
/** Something between -1 and 1 that goes nowhere. */
const noise = (hour: number) => Math.sin(hour * 2.7);

describe('the trend', () => {
  it.each([
    ['nothing moves', () => ({}), 'steady', 0, 0],
    [
      'latency is noisy',
      (h: number) => ({ p50Ms: 100 + 60 * noise(h) }),
      'steady',
      undefined,
      0,
    ],
    [
      'latency grows a little',
      (h: number) => ({ p50Ms: 100 + h }),
      'steady',
      1,
      0,
    ],
    [
      'latency grows',
      (h: number) => ({ p50Ms: 100 + 5 * h }),
      'worsening',
      5,
      0,
    ],
    [
      'latency falls',
      (h: number) => ({ p50Ms: 300 - 5 * h }),
      'improving',
      -5,
      0,
    ],
    [
      'failures grow',
      (h: number) => ({ failures: h / 2 }),
      'worsening',
      0,
      0.00833,
    ],
    [
      'failures fall',
      (h: number) => ({ failures: 12 - h / 2 }),
      'improving',
      0,
      -0.00833,
    ],
    [
      'failures grow while answers speed up',
      (h: number) => ({ failures: h, p50Ms: 300 - 5 * h }),
      'worsening',
      -5,
      0.01667,
    ],
    [
      'latency doubles from 2 to 4 ms',
      (h: number) => ({ p50Ms: 2 + h / 12 }),
      'steady',
      0.08,
      0,
    ],
    [
      'it failed once',
      (h: number) => ({ failures: h === 5 ? 1 : 0 }),
      'steady',
      0,
      undefined,
    ],
  ] as const)(
    'says where it is going when %s',
    (...[, of, direction, latency, failures]) => {
      const trend = trendOf(hours(24, of));
      expect(trend?.direction).toBe(direction);
      expect(trend?.latencyMsPerHour).toBe(latency ?? trend?.latencyMsPerHour);
      expect(trend?.failureRatePerHour).toBe(
        failures ?? trend?.failureRatePerHour,
      );
    },
  );

  it('gives its reason in words and figures', () => {
    expect(trendOf(hours(24, h => ({ p50Ms: 100 + 5 * h })))?.reason).toBe(
      'Latency is up 115 ms over 24 hours.',
    );
    expect(trendOf(hours(12, h => ({ failures: h })))?.reason).toBe(
      'Failures are up 18.3 percentage points over 12 hours.',
    );
    expect(trendOf(hours(8, () => ({})))?.reason).toBe(
      'No clear change in failures or latency over 8 hours.',
    );
  });

  it('is absent with less than six hours that have probes', () => {
    expect(trendOf([])).toBeUndefined();
    expect(trendOf(hours(5, () => ({})))).toBeUndefined();
    expect(
      trendOf(hours(24, h => (h < 19 ? { probes: 0, p50Ms: undefined } : {}))),
    ).toBeUndefined();
  });

  it('does without latency where nothing was good', () => {
    expect(
      trendOf(hours(24, () => ({ failures: 60, p50Ms: undefined }))),
    ).toMatchObject({ direction: 'steady', latencyMsPerHour: 0 });
  });
});
