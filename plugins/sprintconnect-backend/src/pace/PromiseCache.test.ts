import { fixedClock } from '../__testUtils__/fixedClock';
import { PromiseCache } from './PromiseCache';

function open({ keptMs = 1_000, max = 100 } = {}) {
  const clock = fixedClock();
  const cache = new PromiseCache<string>({ clock, keptMs, max });
  let times = 0;
  const ask = jest.fn(async () => `answer ${(times += 1)}`);
  return { clock, cache, ask, get: (key = 'a') => cache.get(key, ask) };
}

/** An answer that comes when the test says so. */
function later() {
  let give = (_answer: string) => {};
  let fail = (_error: Error) => {};
  const answer = new Promise<string>((resolve, reject) => {
    give = resolve;
    fail = reject;
  });
  return { ask: () => answer, give, fail };
}

it('keeps an answer for its time, from when it was asked for, and for its key alone', async () => {
  const { clock, get } = open();
  expect(await get()).toBe('answer 1');
  clock.advance(999);
  expect(await get()).toBe('answer 1');
  expect(await get('b')).toBe('answer 2');
  clock.advance(1);
  expect(await get()).toBe('answer 3');
  expect(await get('b')).toBe('answer 2');
});

it('does not keep an answer for longer because the time of day is put back', async () => {
  const { clock, get } = open();
  await get();
  clock.advance(-999);
  expect(await get()).toBe('answer 1');
  clock.advance(-1);
  expect(await get()).toBe('answer 2');
});

it('gives one answer to all who ask while it is on its way', async () => {
  const { cache, ask } = open();
  const { ask: begin, give } = later();
  const all = [cache.get('a', begin), cache.get('a', ask)];
  const other = cache.get('b', ask);
  give('late');
  expect(await Promise.all(all)).toEqual(['late', 'late']);
  expect(await other).toBe('answer 1');
  expect(ask).toHaveBeenCalledTimes(1);
});

it('tells a failure to all who wait for the answer, and asks again after it', async () => {
  const { cache, get, ask } = open();
  const { ask: begin, fail } = later();
  const all = [cache.get('a', begin), get(), get()];
  fail(new Error('away'));
  const settled = await Promise.allSettled(all);
  expect(settled.map(({ status }) => status)).toEqual(
    Array(3).fill('rejected'),
  );
  expect(ask).not.toHaveBeenCalled();
  expect(await get()).toBe('answer 1');
  expect(await get()).toBe('answer 1');
});

it('forgets all when it is cleared, what is on its way too, whose end is nothing to the next', async () => {
  const { cache, get } = open();
  const early = later();
  const failing = later();
  const first = cache.get('a', early.ask);
  const second = cache.get('b', failing.ask);
  cache.clear();
  expect(await get('a')).toBe('answer 1');
  expect(await get('b')).toBe('answer 2');
  early.give('early');
  failing.fail(new Error('away'));
  expect(await first).toBe('early');
  await expect(second).rejects.toThrow('away');
  expect(await get('a')).toBe('answer 1');
  expect(await get('b')).toBe('answer 2');
});

it('asks for what is missing at once, and answers in order', async () => {
  const { cache, get } = open();
  await get('b');
  const ask = jest.fn(async (keys: readonly string[]) =>
    keys.map(key => `of ${key}`),
  );
  expect(await cache.getAll(['c', 'b', 'a', 'c'], ask)).toEqual([
    'of c',
    'answer 1',
    'of a',
    'of c',
  ]);
  expect(ask.mock.calls).toEqual([[['c', 'a']]]);
  expect(await cache.getAll(['a', 'c'], ask)).toEqual(['of a', 'of c']);
  expect(ask).toHaveBeenCalledTimes(1);
  expect(await cache.getAll([], ask)).toEqual([]);
  expect(ask).toHaveBeenCalledTimes(1);
});

it('keeps so many answers, of those that somebody asked for last', async () => {
  const { get } = open({ max: 2 });
  await get('a');
  await get('b');
  await get('a');
  await get('c');
  expect(await get('a')).toBe('answer 1');
  expect(await get('b')).toBe('answer 4');
});

it('keeps nothing for no time, not even for who asks meanwhile', async () => {
  const { get } = open({ keptMs: 0 });
  expect(await Promise.all([get(), get()])).toEqual(['answer 1', 'answer 2']);
  expect(await get()).toBe('answer 3');
});
