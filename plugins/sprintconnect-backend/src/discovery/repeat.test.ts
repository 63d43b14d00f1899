import { eventually } from '../__testUtils__';
import { repeat } from './repeat';

it('tells of work that throws, and comes again all the same', async () => {
  const told: unknown[] = [];
  let times = 0;
  const repetition = repeat({
    everyMs: 1,
    work: async () => {
      times += 1;
      throw new Error(`${times}`);
    },
    onError: error => told.push(error),
  });
  await eventually('three times', () => times > 2);
  await repetition.stop();
  expect(told.slice(0, 2)).toEqual([new Error('1'), new Error('2')]);
});

it('waits for the work in hand when it stops, and tells nobody that it fails then', async () => {
  const onError = jest.fn();
  let fail = () => {};
  const repetition = repeat({
    everyMs: 1,
    work: () =>
      new Promise((_resolve, reject) => {
        fail = () => reject(new Error('The database is closed'));
      }),
    onError,
  });
  let isOver = false;
  const stopping = repetition.stop().then(() => {
    isOver = true;
  });
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  fail();
  await stopping;
  expect(onError).not.toHaveBeenCalled();
});
