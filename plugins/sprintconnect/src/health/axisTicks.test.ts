import { axisTicks } from './axisTicks';

const at = (text: string) => Date.parse(text);
const told = (ticks: number[]) =>
  ticks.map(each => new Date(each).toISOString());

describe('axisTicks', () => {
  it('stands at every tenth minute of an hour', () => {
    const from = Date.parse('2026-11-22T11:07:00.000Z');
    const ticks = axisTicks({ from, to: from + 3_600_000 }, '1h');
    expect(ticks.map(each => new Date(each).getUTCMinutes())).toEqual([
      10, 20, 30, 40, 50, 0,
    ]);
  });

  it('tells every third hour of a day', () => {
    // Without the very end: in some time zones both ends of a day are round.
    const from = at('2026-11-21T13:00:00Z');
    const ticks = axisTicks({ from, to: from + 24 * 3_600_000 - 1 }, '24h');
    expect(ticks).toHaveLength(8);
    ticks.forEach(each => expect(new Date(each).getHours() % 3).toBe(0));
  });

  it('tells each day of a week once', () => {
    const from = at('2026-11-15T13:00:00Z');
    const ticks = axisTicks({ from, to: from + 7 * 24 * 3_600_000 - 1 }, '7d');
    expect(ticks).toHaveLength(7);
    ticks.forEach(each => expect(new Date(each).getHours()).toBe(0));
  });

  it('tells each day of a month, in UTC', () => {
    const span = {
      from: at('2026-11-20T00:00:00Z'),
      to: at('2026-11-22T00:00:00Z'),
    };
    expect(told(axisTicks(span, '30d'))).toEqual([
      '2026-11-20T00:00:00.000Z',
      '2026-11-21T00:00:00.000Z',
      '2026-11-22T00:00:00.000Z',
    ]);
  });

  it('tells each month of a year', () => {
    const span = {
      from: at('2026-09-27T00:00:00Z'),
      to: at('2026-11-23T00:00:00Z'),
    };
    expect(told(axisTicks(span, '13m'))).toEqual([
      '2026-10-01T00:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
    ]);
  });
});
