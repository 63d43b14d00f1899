import { createFormats } from '../format';
import { incidentTime } from './incidentTime';

/** The local time of a moment of 2026, so that the test holds in every time zone. */
const at = (month: number, day: number, hour: number) =>
  new Date(2026, month - 1, day, hour, 5).getTime();
const now = at(11, 22, 12);
const told = (span: { start: number; end?: number; now?: number }) =>
  // Some versions of ICU part the numbers from AM and PM by a thin space.
  incidentTime({ now, ...span }, createFormats('en')).replace(
    /[\u2009\u202f]/g,
    ' ',
  );

describe('incidentTime', () => {
  it.each([
    ['one that lasts', { start: at(11, 22, 9) }, 'Nov 22, 9:05 AM'],
    [
      'what both ends share once',
      { start: at(11, 5, 13), end: at(11, 5, 15) },
      'Nov 5, 1:05 – 3:05 PM',
    ],
    [
      'both days',
      { start: at(10, 27, 22), end: at(10, 28, 1) },
      'Oct 27, 10:05 PM – Oct 28, 1:05 AM',
    ],
    [
      'a year that is over',
      { start: at(3, 1, 8), now: new Date(2027, 0, 2).getTime() },
      'Mar 1, 2026, 8:05 AM',
    ],
  ])('tells %s', (_, span, expected) => {
    expect(told(span)).toBe(expected);
  });
});
