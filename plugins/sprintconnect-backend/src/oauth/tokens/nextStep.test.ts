import { lifetimeOf } from './lifetimeOf';
import { nextStep, type Step } from './nextStep';
import type { TokenState } from './TokenState';

const now = new Date('2026-11-30T12:00:00.000Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const fresh = { stamp: 3, refreshAt: at(60), expiresAt: at(120) };
const stale = { stamp: 3, refreshAt: at(-1), expiresAt: at(59) };
const ended = { stamp: 3, refreshAt: at(-60), expiresAt: at(-1) };
const leased = { leaseUntil: at(5) };
const lapsed = { leaseUntil: at(-1) };
const because = (until: Date) => ({
  failure: { code: 'client-refused' as const, message: 'no', until },
});
const failed = because(at(5));

describe('nextStep', () => {
  it.each<[string, TokenState | undefined, number | undefined, Step]>([
    ['nothing is known', undefined, undefined, 'ask'],
    ['there was none yet', { stamp: 0 }, undefined, 'ask'],
    ['another asks for the first', { stamp: 0, ...leased }, undefined, 'wait'],
    ['who asked has died', { stamp: 0, ...lapsed }, undefined, 'ask'],
    ['the first failed', { stamp: 0, ...failed }, undefined, 'fail'],
    ['it failed long ago', { stamp: 0, ...because(at(-1)) }, undefined, 'ask'],
    ['it is fresh', fresh, undefined, 'use'],
    ['it is fresh, whoever asks', { ...fresh, ...leased }, undefined, 'use'],
    ['it ends soon', stale, undefined, 'ask'],
    ['another renews it', { ...stale, ...leased }, undefined, 'use'],
    ['renewing failed', { ...stale, ...failed }, undefined, 'use'],
    ['it ends on its way', { ...stale, expiresAt: at(1) }, undefined, 'ask'],
    ['it ended', ended, undefined, 'ask'],
    ['it ended, and another asks', { ...ended, ...leased }, undefined, 'wait'],
    ['it ended, and that failed', { ...ended, ...failed }, undefined, 'fail'],
    ['it cannot be read', { stamp: 3 }, undefined, 'ask'],
    ['it was refused', fresh, 3, 'ask'],
    ['an older one was refused', fresh, 2, 'use'],
    ['a younger one was refused', fresh, 4, 'ask'],
    ['it was refused, and another asks', { ...fresh, ...leased }, 3, 'wait'],
    ['it was refused, and that failed', { ...fresh, ...failed }, 3, 'fail'],
    [
      'its like was refused a moment ago',
      { ...fresh, forcedAt: at(-29) },
      3,
      'use',
    ],
    ['its like was refused before', { ...fresh, forcedAt: at(-30) }, 3, 'ask'],
    ['the refused one has ended', { ...ended, forcedAt: at(-1) }, 3, 'ask'],
  ])('%s', (...[, state, refused, expected]) => {
    expect(nextStep(state, { now, refused })).toBe(expected);
  });
});

describe('lifetimeOf', () => {
  it.each<[number | undefined, number, number]>([
    [3600, 3540, 3600],
    [300, 240, 300],
    [60, 48, 60],
    [1, 0.8, 1],
    [0, 0, 0],
    [-5, 0, 0],
    [undefined, 240, 300],
    [1e12, 86_340, 86_400],
    [Infinity, 86_340, 86_400],
  ])(
    'of %s s: refreshed after %d s, ended after %d s',
    (said, refresh, end) => {
      expect(lifetimeOf(said, now)).toEqual({
        refreshAt: at(refresh),
        expiresAt: at(end),
      });
    },
  );
});
