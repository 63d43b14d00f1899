import { TiedSignal } from './TiedSignal';
import { withSignal } from './withSignal';

/** A source that counts who listens to it. */
function sourceOf() {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners--;
    remove(...args);
  };
  return { controller, signal, listeners: () => listeners };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('TiedSignal', () => {
  it('aborts with the first of its sources, for its reason, and leaves the others', () => {
    const [first, second] = [sourceOf(), sourceOf()];
    const tied = new TiedSignal({
      sources: [first.signal, undefined, null, second.signal],
      timeoutMs: 1_000,
    });
    expect(tied.signal.aborted).toBe(false);
    const reason = new Error('enough');
    second.controller.abort(reason);
    first.controller.abort(new Error('too late'));
    expect(tied.signal.reason).toBe(reason);
    expect(tied.isLate).toBe(false);
    expect([first.listeners(), second.listeners()]).toEqual([0, 0]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is aborted from the beginning where a source is, and listens to none', () => {
    const [live, dead] = [sourceOf(), sourceOf()];
    dead.controller.abort('over');
    const tied = new TiedSignal({
      sources: [live.signal, dead.signal, live.signal],
      timeoutMs: 1_000,
    });
    expect(tied.signal.reason).toBe('over');
    expect(live.listeners()).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('aborts when its time is over, and says that this was why', () => {
    const source = sourceOf();
    const tied = new TiedSignal({ sources: [source.signal], timeoutMs: 1_000 });
    jest.advanceTimersByTime(999);
    expect(tied.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(tied.signal.reason).toMatchObject({
      name: 'TimeoutError',
      message: 'The operation was aborted due to timeout',
    });
    expect(tied.isLate).toBe(true);
    expect(source.listeners()).toBe(0);
  });

  it('is never aborted after it was untied, and holds nothing', () => {
    const source = sourceOf();
    const tied = new TiedSignal({ sources: [source.signal], timeoutMs: 1_000 });
    expect(source.listeners()).toBe(1);
    tied.untie();
    tied.untie();
    expect(source.listeners()).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
    source.controller.abort();
    expect(tied.signal.aborted).toBe(false);
  });

  it('can be aborted by its owner', () => {
    const source = sourceOf();
    const tied = new TiedSignal({ sources: [source.signal], timeoutMs: 1_000 });
    tied.abort();
    expect(tied.signal.reason).toMatchObject({ name: 'AbortError' });
    expect(tied.isLate).toBe(false);
    expect(source.listeners()).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('withSignal', () => {
  const fails = async () => {
    throw new Error('no');
  };

  it('is tied while the work goes on, and no longer', async () => {
    const source = sourceOf();
    let end = (_value: string) => {};
    const work = withSignal(
      { sources: [source.signal], timeoutMs: 1_000 },
      () => new Promise<string>(resolve => (end = resolve)),
    );
    expect(source.listeners()).toBe(1);
    expect(jest.getTimerCount()).toBe(1);
    end('done');
    await expect(work).resolves.toBe('done');
    expect(source.listeners()).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is untied when the work fails, at once or later', async () => {
    const source = sourceOf();
    const ties = { sources: [source.signal], timeoutMs: 1_000 };
    const throws = () => {
      throw new Error('no');
    };
    for (const work of [fails, throws]) {
      await expect(withSignal(ties, work)).rejects.toThrow('no');
    }
    expect(source.listeners()).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('lets the work break itself off', async () => {
    const aborted = await withSignal({}, async (signal, tied) => {
      tied.abort('enough');
      return signal.reason;
    });
    expect(aborted).toBe('enough');
  });
});
