import { askedRest } from './askedRest';

const start = Date.parse('2026-11-22T12:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const bounds = { planned: at(60), restMsMax: 900_000 };
const asking = (seconds?: number) => ({
  at: at(0),
  retryAfterMs: seconds && seconds * 1000,
});

describe('askedRest', () => {
  it.each<[string, number | undefined, number | undefined]>([
    ['nothing', undefined, undefined],
    ['less than its interval', 30, undefined],
    ['more', 300, 300],
    ['too much', 86_400, 900],
  ])('of a server that asks for %s', (_what, asked, until) => {
    expect(askedRest(undefined, asking(asked), bounds)).toEqual(
      until && { since: at(0), until: at(until) },
    );
  });

  it('never ends a rest that is longer, and begins with it', () => {
    const rest = { since: at(-100), until: at(120) };
    expect(askedRest(rest, asking(90), bounds)).toBe(rest);
    expect(askedRest(rest, asking(300), bounds)).toEqual({
      since: at(-100),
      until: at(300),
    });
  });
});
