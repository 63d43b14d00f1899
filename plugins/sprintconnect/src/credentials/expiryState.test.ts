import { expiryState } from './expiryState';

describe('expiryState', () => {
  it.each([
    ['2026-12-07T12:00:01Z', 'good'],
    ['2026-12-07T12:00:00Z', 'soon'],
    ['2026-11-30T12:00:01Z', 'soon'],
    ['2026-11-30T12:00:00Z', 'expired'],
    ['2025-01-01T00:00:00Z', 'expired'],
  ] as const)('of %s is %s', (expiresAt, expected) => {
    const now = new Date('2026-11-30T12:00:00Z');
    expect(expiryState(expiresAt, now)).toBe(expected);
  });
});
