import { ceilTo, DAY_MS, floorTo, HOUR_MS, monthsBefore } from './times';

const at = (text: string) => new Date(`${text}Z`);

describe('times', () => {
  it.each([
    ['2026-11-22T12:34:56.789', 13, '2025-10-22T12:34:56.789'],
    ['2026-01-15T00:00', 1, '2025-12-15T00:00'],
    // Months that are shorter: as long as promised, not some days less.
    ['2026-03-31T12:00', 13, '2025-02-28T12:00'],
    ['2026-03-29T12:00', 13, '2025-02-28T12:00'],
    ['2026-03-28T12:00', 13, '2025-02-28T12:00'],
    ['2025-03-31T12:00', 13, '2024-02-29T12:00'],
    ['2028-02-29T12:00', 12, '2027-02-28T12:00'],
    ['2026-12-31T23:59:59.999', 13, '2025-11-30T23:59:59.999'],
    // Days on which clocks are put forward or back somewhere.
    ['2026-04-29T02:30', 1, '2026-03-29T02:30'],
    ['2026-11-25T02:30', 1, '2026-10-25T02:30'],
  ])('%s is so many months (%i) later than %s', (time, months, expected) => {
    const given = at(time);
    expect(monthsBefore(given, months)).toEqual(at(expected));
    expect(given).toEqual(at(time));
  });

  it('begin and end hours and days by UTC', () => {
    const time = at('2026-10-25T01:30');
    expect(floorTo(HOUR_MS, time)).toEqual(at('2026-10-25T01:00'));
    expect(ceilTo(HOUR_MS, time)).toEqual(at('2026-10-25T02:00'));
    expect(floorTo(DAY_MS, time)).toEqual(at('2026-10-25T00:00'));
    expect(ceilTo(DAY_MS, time)).toEqual(at('2026-10-26T00:00'));
    const begin = at('2026-10-26T00:00');
    expect(floorTo(DAY_MS, begin)).toEqual(begin);
    expect(ceilTo(DAY_MS, begin)).toEqual(begin);
  });
});
