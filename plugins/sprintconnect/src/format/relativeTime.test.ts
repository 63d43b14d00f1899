import { relativeTime } from './relativeTime';

const now = new Date('2026-11-22T12:00:00Z');
const said = (at: string, language = 'en') =>
  relativeTime(new Date(at), language, now);

describe('relativeTime', () => {
  it.each([
    ['2026-11-22T11:59:55Z', 'now'],
    ['2026-11-22T11:59:15Z', '45 seconds ago'],
    ['2026-11-22T11:57:00Z', '3 minutes ago'],
    ['2026-11-22T10:00:00Z', '2 hours ago'],
    ['2026-11-21T11:00:00Z', '1 day ago'],
    // The day before yesterday: only whole days are counted.
    ['2026-11-20T13:00:00Z', '1 day ago'],
    ['2026-09-25T12:00:00Z', '1 month ago'],
    ['2024-12-01T12:00:00Z', '1 year ago'],
    ['2026-11-10T12:00:00Z', '12 days ago'],
    ['2026-08-22T12:00:00Z', '3 months ago'],
    ['2024-11-22T12:00:00Z', '2 years ago'],
    // A clock that runs ahead is no reason for nonsense.
    ['2026-11-22T12:00:05Z', 'now'],
  ])('says of %s "%s"', (at, text) => {
    expect(said(at)).toBe(text);
  });

  it('speaks the language of the reader', () => {
    expect(said('2026-11-22T11:57:00Z', 'de')).toBe('vor 3 Minuten');
  });
});
