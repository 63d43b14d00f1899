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
  ])('says of %d ms "%s"', (ms, text) => {
    expect(duration({ ms, language: 'en' })).toBe(text);
  });

  it('tells as many units as it is asked for', () => {
    const ms = 3 * HOUR + 12 * MINUTE;
    expect(duration({ ms, language: 'en', units: 1 })).toBe('3 hr');
  });

  it('speaks the language of the reader', () => {
    expect(duration({ ms: 90 * MINUTE, language: 'de' })).toBe(
      '1 Std., 30 Min.',
    );
  });
});
