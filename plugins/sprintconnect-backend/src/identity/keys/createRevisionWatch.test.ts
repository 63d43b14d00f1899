import { eventually } from '../../__testUtils__';
import { createRevisionWatch } from './createRevisionWatch';

describe('the watch over the revision', () => {
  it('gives each asker a read that began after they asked, and shares it', async () => {
    const reads: ((revision: number) => void)[] = [];
    const watch = createRevisionWatch(
      () => new Promise(resolve => reads.push(resolve)),
    );
    const first = watch();
    const late = [watch(), watch()];
    expect(reads).toHaveLength(1);
    reads[0](1);
    expect(await first).toBe(1);
    await eventually('the second read', () => reads.length === 2);
    reads[1](2);
    expect(await Promise.all(late)).toEqual([2, 2]);
    expect(reads).toHaveLength(2);
  });

  it('tries again after a read that failed', async () => {
    let fails = true;
    const watch = createRevisionWatch(async () => {
      if (fails) throw new Error('down');
      return 7;
    });
    const [first, second] = [watch(), watch()];
    await expect(first).rejects.toThrow('down');
    await expect(second).rejects.toThrow('down');
    fails = false;
    expect(await watch()).toBe(7);
  });
});
