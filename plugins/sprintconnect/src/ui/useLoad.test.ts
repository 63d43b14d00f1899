import { act, renderHook } from '@testing-library/react';
import { useLoad } from './useLoad';

interface Asked {
  signal: AbortSignal;
  answer: (value: string) => Promise<void>;
}

/** Loads that a test answers by hand, one after the other. */
function renderLoad() {
  const asked: Asked[] = [];
  const { result, rerender } = renderHook(
    ({ key }) =>
      useLoad(
        key,
        signal =>
          new Promise<string>(resolve => {
            const answer = (value: string) => act(async () => resolve(value));
            asked.push({ signal, answer });
          }),
      ),
    { initialProps: { key: 'a' } },
  );
  return { asked, result, rerender };
}

describe('useLoad', () => {
  it('lets a load come to its end however often it is asked again, and then loads once more', async () => {
    const { asked, result } = renderLoad();
    act(() => result.current.reload());
    act(() => result.current.reload());
    expect(asked).toHaveLength(1);
    expect(asked[0].signal.aborted).toBe(false);
    await asked[0].answer('first');
    expect(result.current).toMatchObject({ value: 'first', pending: true });
    expect(asked).toHaveLength(2);
    await asked[1].answer('second');
    expect(result.current).toMatchObject({ value: 'second', pending: false });
    act(() => result.current.reload());
    expect(asked).toHaveLength(3);
  });

  it('begins anew what has hung', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(0);
    const { asked, result } = renderLoad();
    now.mockReturnValue(10_000);
    act(() => result.current.reload());
    expect(asked).toHaveLength(2);
    expect(asked[0].signal.aborted).toBe(true);
    await asked[1].answer('second');
    await asked[0].answer('first');
    expect(result.current).toMatchObject({ value: 'second', pending: false });
    now.mockRestore();
  });

  it('aborts what another key has overtaken', async () => {
    const { asked, result, rerender } = renderLoad();
    act(() => result.current.reload());
    rerender({ key: 'b' });
    expect(asked).toHaveLength(2);
    expect(asked[0].signal.aborted).toBe(true);
    await asked[1].answer('of b');
    expect(result.current).toMatchObject({ value: 'of b', pending: false });
    expect(asked).toHaveLength(2);
  });
});
