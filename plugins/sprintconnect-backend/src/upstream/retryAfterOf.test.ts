import { retryAfterOf } from './retryAfterOf';

const now = new Date('2026-11-22T12:00:00.000Z');

describe('retryAfterOf', () => {
  it.each<[string | null, number | undefined]>([
    [null, undefined],
    ['', undefined],
    ['30', 30_000],
    [' 30 ', 30_000],
    ['0', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['Sun, 22 Nov 2026 12:02:00 GMT', 120_000],
    ['Sun, 22 Nov 2026 11:58:00 GMT', undefined],
  ])('reads %p as %p', (header, ms) => {
    expect(retryAfterOf(header, now)).toBe(ms);
  });
});
