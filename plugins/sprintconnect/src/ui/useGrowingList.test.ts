import { act, renderHook, waitFor } from '@testing-library/react';
import { useGrowingList } from './useGrowingList';

const LAST = 4;

/** Pages of one item each, from 0 to `LAST`, and which were asked for. */
function growing() {
  const cursors: Array<string | undefined> = [];
  const load = async (cursor?: string) => {
    cursors.push(cursor);
    const at = Number(cursor ?? 0);
    return { items: [at], nextCursor: at < LAST ? String(at + 1) : undefined };
  };
  const { result, rerender } = renderHook(
    asked => useGrowingList(asked, load),
    { initialProps: { key: 'all', edition: '1' } },
  );
  const shows = (...items: number[]) =>
    waitFor(() => {
      expect(result.current.pending).toBe(false);
      expect(result.current.value?.items).toEqual(items);
    });
  const grow = () => act(() => result.current.showMore());
  return { result, rerender, shows, grow, cursors };
}

describe('useGrowingList', () => {
  it('begins with one page and grows by one', async () => {
    const { result, shows, grow, cursors } = growing();
    await shows(0);
    expect(result.current.value?.more).toBe(true);
    grow();
    await shows(0, 1);
    expect(cursors).toEqual([undefined, undefined, '1']);
  });

  it('ends where the list ends', async () => {
    const { result, shows, grow } = growing();
    await shows(0);
    for (let page = 1; page <= LAST; page++) grow();
    await shows(0, 1, 2, 3, 4);
    expect(result.current.value?.more).toBe(false);
    expect(result.current.value?.pages).toHaveLength(LAST + 1);
    grow();
    await shows(0, 1, 2, 3, 4);
  });

  it('begins again when something else is asked for', async () => {
    const { rerender, shows, grow, cursors } = growing();
    await shows(0);
    grow();
    await shows(0, 1);
    const before = cursors.length;
    rerender({ key: 'some', edition: '1' });
    await shows(0);
    expect(cursors.slice(before)).toEqual([undefined]);
  });

  it('keeps its place in another edition, and loads it anew', async () => {
    const { rerender, shows, grow, cursors } = growing();
    await shows(0);
    grow();
    await shows(0, 1);
    const before = cursors.length;
    rerender({ key: 'all', edition: '2' });
    await shows(0, 1);
    expect(cursors.slice(before)).toEqual([undefined, '1']);
  });
});
