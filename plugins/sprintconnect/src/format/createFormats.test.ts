import { createFormats } from './createFormats';

const at = '2026-11-22T14:05:09Z';
const now = new Date('2026-11-22T16:05:10Z');

/** Versions of ICU differ in which space they write, and whether around a dash. */
const plain = (text: string) =>
  text.replace(/[\u00a0\u2009\u202f]/g, ' ').replace(' – ', '–');

const said = (language: string) => {
  const { date, span, relative, duration, number, percent, bytes } =
    createFormats(language);
  const texts = {
    dateTime: date(at, 'dateTime', 'UTC'),
    day: date(at, 'day', 'UTC'),
    time: date('2026-11-22T09:05:09Z', 'time', 'UTC'),
    exact: date(at, 'exact', 'UTC'),
    month: date(at, 'month', 'UTC'),
    span: span({ from: at, to: now }, 'shortDateTime', 'UTC'),
    relative: relative(at, now),
    duration: duration(12_345_678),
    latency: duration(1234),
    number: number(12_345.6),
    rate: number(14.44, 1),
    percent: percent(0.99951),
    bytes: bytes(1_234_567),
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, plain(text)]),
  );
};

describe('createFormats', () => {
  it('writes as the British do', () => {
    expect(said('en-GB')).toEqual({
      dateTime: '22 Nov 2026, 14:05',
      day: '22 Nov 2026',
      time: '09:05',
      exact: '22 November 2026 at 14:05:09 UTC',
      month: 'Nov 2026',
      span: '22 Nov, 14:05–16:05',
      relative: '2 hours ago',
      duration: '3 hrs 25 mins',
      latency: '1.23 secs',
      number: '12,346',
      rate: '14.4',
      percent: '99.95%',
      bytes: '1.2 MB',
    });
  });

  it('writes the time of day as Americans do', () => {
    const { date } = createFormats('en-US');
    expect(plain(date('2026-11-22T09:05:09Z', 'time', 'UTC'))).toBe('9:05 AM');
  });

  it('writes as Germans do', () => {
    expect(said('de')).toEqual({
      dateTime: '22.11.2026, 14:05',
      day: '22.11.2026',
      time: '09:05',
      exact: '22. November 2026 um 14:05:09 UTC',
      month: 'Nov. 2026',
      span: '22. Nov., 14:05–16:05 Uhr',
      relative: 'vor 2 Stunden',
      duration: '3 Std., 25 Min.',
      latency: '1,23 Sek.',
      number: '12.346',
      rate: '14,4',
      percent: '99,95 %',
      bytes: '1,2 MB',
    });
  });

  it('writes moments in the zone of the reader unless it is asked for UTC', () => {
    const { date } = createFormats('en-GB');
    const local = new Date(2026, 10, 22, 23, 30);
    expect(date(local, 'dateTime')).toBe('22 Nov 2026, 23:30');
    expect(date('2026-11-22T23:59:00Z', 'day', 'UTC')).toBe('22 Nov 2026');
  });
});
