import { judgeSlo } from './judgeSlo';
import { DAY_MS, HOUR_MS, plus } from '../state/times';

const now = new Date('2026-11-22T12:00:00.000Z');

function judge(
  probes: number,
  failures: number,
  {
    hours = 24,
    availability = 0.999,
    asksForLogin = false,
  }: { hours?: number; availability?: number; asksForLogin?: boolean } = {},
) {
  return judgeSlo({
    counts: { probes, failures },
    since: plus(now, -hours * HOUR_MS),
    availability,
    asksForLogin,
    now,
  });
}

describe('judgeSlo', () => {
  it.each<[string, ReturnType<typeof judge>, string]>([
    ['a day and 1000 probes', judge(1_000, 0), 'met'],
    ['one failure of the least probes', judge(1_000, 1), 'met'],
    ['two failures of the least probes', judge(1_000, 2), 'missed'],
    ['too few probes', judge(999, 0), 'not-enough-data'],
    ['too few probes that failed', judge(999, 999), 'not-enough-data'],
    [
      'too short a time',
      judge(9_000, 9_000, { hours: 23.99 }),
      'not-enough-data',
    ],
    [
      'fewer probes for a lower objective',
      judge(100, 1, { availability: 0.99 }),
      'met',
    ],
    [
      'too few for a lower one',
      judge(99, 0, { availability: 0.99 }),
      'not-enough-data',
    ],
    [
      'a server that asks for a login',
      judge(9_000, 9_000, { asksForLogin: true }),
      'not-judged',
    ],
  ])('%s', (_name, { verdict }, expected) => {
    expect(verdict).toBe(expected);
  });

  it('says what it needs, and what is left of the budget', () => {
    expect(judge(2_000, 1)).toEqual({
      budgetLeft: 0.5,
      verdict: 'met',
      needed: { probes: 1_000, hours: 24 },
    });
    for (const [availability, probes] of [
      [0.9, 10],
      [0.99, 100],
      [0.9999, 10_000],
      [0.95, 20],
      [0.995, 200],
    ]) {
      expect(judge(0, 0, { availability }).needed.probes).toBe(probes);
    }
  });

  it('needs to know since when', () => {
    const counts = { probes: 9_000, failures: 0 };
    const known = { counts, availability: 0.99, asksForLogin: false, now };
    expect(judgeSlo(known).verdict).toBe('not-enough-data');
    const since = plus(now, -DAY_MS);
    expect(judgeSlo({ ...known, since }).verdict).toBe('met');
  });
});
