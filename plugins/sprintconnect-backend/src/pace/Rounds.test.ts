import { Rounds, type RoundsOptions } from './Rounds';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const pass = (milliseconds: number) =>
  jest.advanceTimersByTimeAsync(milliseconds);

function open(options: Partial<RoundsOptions> = {}) {
  const work = jest.fn<Promise<void>, [AbortSignal]>(async () => {});
  const onError = jest.fn();
  const rounds = new Rounds({
    work,
    onError,
    everyMs: 1_000,
    gapMs: 20,
    ...options,
  });
  return { rounds, work, onError };
}

it('begins at once, and comes again when nobody wakes it', async () => {
  const { rounds, work } = open();
  rounds.wake();
  await pass(5_000);
  expect(work).not.toHaveBeenCalled();
  rounds.start();
  await pass(0);
  expect(work).toHaveBeenCalledTimes(1);
  await pass(999);
  expect(work).toHaveBeenCalledTimes(1);
  await pass(1);
  expect(work).toHaveBeenCalledTimes(2);
});

it('is started once, however often that is asked for, and again after it was stopped', async () => {
  const { rounds, work } = open();
  rounds.start();
  rounds.start();
  await pass(500);
  rounds.start();
  await pass(0);
  expect(work).toHaveBeenCalledTimes(1);
  await rounds.stop();
  await rounds.stop();
  await pass(5_000);
  expect(work).toHaveBeenCalledTimes(1);
  rounds.start();
  await pass(0);
  expect(work).toHaveBeenCalledTimes(2);
});

it('comes when it is woken, but keeps its gap', async () => {
  const { rounds, work } = open();
  rounds.start();
  await pass(0);
  rounds.wake();
  await pass(19);
  expect(work).toHaveBeenCalledTimes(1);
  await pass(1);
  expect(work).toHaveBeenCalledTimes(2);
  await pass(500);
  rounds.wake();
  await pass(0);
  expect(work).toHaveBeenCalledTimes(3);
});

it('is not put off by a clock that is put back', async () => {
  const { rounds, work } = open();
  rounds.start();
  await pass(0);
  jest.setSystemTime(Date.now() - 3_600_000);
  rounds.wake();
  await pass(20);
  expect(work).toHaveBeenCalledTimes(2);
  await pass(1_000);
  expect(work).toHaveBeenCalledTimes(3);
});

it('is not put off by who wakes it without end', async () => {
  const { rounds, work } = open({ leadMs: 50, gapMs: 50 });
  rounds.start();
  for (let times = 0; times < 100; times++) {
    rounds.wake();
    await pass(10);
  }
  expect(work.mock.calls.length).toBeGreaterThan(10);
  expect(work.mock.calls.length).toBeLessThanOrEqual(20);
});

it('does one round at a time, and another for who woke it meanwhile', async () => {
  const ends: (() => void)[] = [];
  const { rounds, work } = open({
    work: () => new Promise(resolve => ends.push(resolve)),
  });
  expect(work).not.toHaveBeenCalled();
  rounds.start();
  await pass(0);
  rounds.wake();
  rounds.wake();
  await pass(5_000);
  expect(ends).toHaveLength(1);
  ends[0]();
  await pass(20);
  expect(ends).toHaveLength(2);
  ends[1]();
  await pass(900);
  expect(ends).toHaveLength(2);
});

it('tells of a round that throws, and rests longer, whoever wakes it', async () => {
  const { rounds, work, onError } = open({ retryMs: times => times * 100 });
  work.mockRejectedValueOnce(new Error('a'));
  work.mockRejectedValueOnce(new Error('b'));
  rounds.start();
  await pass(0);
  expect(onError).toHaveBeenLastCalledWith(new Error('a'), 1);
  rounds.wake();
  await pass(99);
  expect(work).toHaveBeenCalledTimes(1);
  await pass(1);
  expect(onError).toHaveBeenLastCalledWith(new Error('b'), 2);
  await pass(200);
  expect(work).toHaveBeenCalledTimes(3);
  rounds.wake();
  await pass(20);
  expect(work).toHaveBeenCalledTimes(4);
  expect(onError).toHaveBeenCalledTimes(2);
});

it('comes again all the same after a round that throws', async () => {
  const { rounds, work, onError } = open({ gapMs: undefined });
  work.mockRejectedValue(new Error('a'));
  rounds.start();
  await pass(0);
  expect(work).toHaveBeenCalledTimes(1);
  await pass(2_000);
  expect(work).toHaveBeenCalledTimes(3);
  rounds.wake();
  await pass(1);
  expect(work).toHaveBeenCalledTimes(4);
  expect(onError).toHaveBeenLastCalledWith(new Error('a'), 4);
});

it('tells the round in hand that it is stopped, and the next one nothing of it', async () => {
  const signals: AbortSignal[] = [];
  const { rounds } = open({
    work: async signal => {
      signals.push(signal);
    },
  });
  rounds.start();
  await pass(1_000);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  await rounds.stop();
  rounds.start();
  await pass(20);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false]);
});

it('ends with the round in hand, of which nobody is told any more', async () => {
  let fail = () => {};
  const { rounds, onError } = open({
    work: () =>
      new Promise((_resolve, reject) => {
        fail = () => reject(new Error('closed'));
      }),
  });
  rounds.start();
  await pass(0);
  const stopped = jest.fn();
  const stopping = rounds.stop().then(stopped);
  await pass(5_000);
  expect(stopped).not.toHaveBeenCalled();
  fail();
  await stopping;
  expect(onError).not.toHaveBeenCalled();
  rounds.wake();
  await pass(5_000);
  expect(jest.getTimerCount()).toBe(0);
});
