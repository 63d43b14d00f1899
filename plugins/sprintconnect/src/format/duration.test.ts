import { duration } from './duration';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('duration', () => {
  it.each([
    [0, '1 sec'],
    [59_999, '59 sec'],
    [MINUTE, '1 min'],
    [MINUTE + 5_000, '1 min 5 sec'],
    [3 * HOUR + 12 * MINUTE + 59_000, '3 hr 12 min'],
    [3 * HOUR + 30_000, '3 hr'],
    [49 * HOUR, '2 days 1 hr'],
    [24 * HOUR * 400, '400 days'],
  ])('says of %d ms that go on "%s"', (ms, text) => {
    expect(duration(ms, 'en', { whole: true })).toBe(text);
  });

  it.each([
    [0, '0 ms'],
    [350.4, '350 ms'],
    [999.6, '1 sec'],
    [1200, '1.2 sec'],
    [1250, '1.25 sec'],
    [12_340, '12.3 sec'],
    [30_000, '30 sec'],
    [59_940, '59.9 sec'],
    [59_999, '1 min'],
    [90_400, '1 min 30 sec'],
    [200 * MINUTE, '3 hr 20 min'],
  ])('says of %d ms that were measured "%s"', (ms, text) => {
    expect(duration(ms, 'en')).toBe(text);
  });

  it('tells as many units as it is asked for', () => {
    const ms = 3 * HOUR + 12 * MINUTE;
    expect(duration(ms, 'en', { units: 1 })).toBe('3 hr');
  });

  it('speaks the language of the reader', () => {
    expect(duration(90 * MINUTE, 'de')).toBe('1 Std., 30 Min.');
    expect(duration(1200, 'de')).toBe('1,2 Sek.');
    expect(duration(200 * MINUTE, 'en-GB')).toBe('3 hrs 20 mins');
  });
});
