import { z } from 'zod';
import { eventStreamQuerySchema, eventTypeSchema } from './events';
import { valueList } from './valueList';

const colours = valueList(z.enum(['red', 'blue']), { max: 3 });

describe('a parameter of several values', () => {
  it.each(['', ' ', 'red', 'red,blue', ' red , blue'])('takes %j', text => {
    expect(colours.parse(text)).toBe(text);
  });

  it('takes no empty value beside a comma, as its schema says', () => {
    const { error } = colours.safeParse('red,,');
    expect(error?.issues.map(({ path }) => path)).toEqual([[1], [2]]);
  });

  it('tells the place of each value that it does not take', () => {
    const { error } = colours.safeParse('green,red,pink');
    expect(error?.issues.map(({ path }) => path)).toEqual([[0], [2]]);
  });

  it('takes no more than so many, and does not look at them then', () => {
    const { error } = colours.safeParse('red,red,red,green');
    expect(error?.issues.map(({ message }) => message)).toEqual([
      'has 4 values; the maximum is 3',
    ]);
  });

  it('counts a value that comes again', () => {
    const all = eventTypeSchema.options;
    const takes = (types: readonly string[]) =>
      eventStreamQuerySchema.safeParse({ types: types.join() }).success;
    expect(takes(all)).toBe(true);
    expect(takes([...all.slice(1), 'job.dead', 'job.dead'])).toBe(false);
  });
});
