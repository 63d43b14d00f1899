import { isDeeperThan } from './isDeeperThan';

/** A value within so many arrays and objects, by turns. */
function nested(levels: number): unknown {
  let value: unknown = 'core';
  for (let level = 0; level < levels; level++) {
    value = level % 2 ? [1, value, null] : { a: {}, b: value };
  }
  return value;
}

it.each([
  [nested(0), 0, false],
  [nested(1), 0, true],
  [nested(1), 1, false],
  [nested(100), 100, false],
  [nested(101), 100, true],
  [nested(100_000), 99_999, true],
  [nested(100_000), 100_000, false],
])('of case %#, says whether it nests more', (value, levels, isDeeper) => {
  expect(isDeeperThan(value, levels)).toBe(isDeeper);
});
