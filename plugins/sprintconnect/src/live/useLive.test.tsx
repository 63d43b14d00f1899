import { act, renderHook } from '@testing-library/react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { ReactNode } from 'react';
import { createSignals } from '../__testUtils__/renderPage';
import { type LiveOptions, useLive } from './useLive';

function renderLive(options: Partial<LiveOptions>, withSignals = true) {
  const signals = createSignals();
  const onChange = jest.fn();
  const wrapper = ({ children }: { children: ReactNode }) =>
    withSignals ? (
      <TestApiProvider apis={[[signalApiRef, signals.api]]}>
        {children}
      </TestApiProvider>
    ) : (
      <TestApiProvider apis={[]}>{children}</TestApiProvider>
    );
  const { unmount } = renderHook(() => useLive({ onChange, ...options }), {
    wrapper,
  });
  return { signals, onChange, unmount };
}

const pass = (ms: number) => act(() => void jest.advanceTimersByTime(ms));

describe('useLive', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('answers a burst of signals with one refetch', () => {
    const { signals, onChange } = renderLive({});
    for (const serverId of ['a', 'b', 'c']) {
      signals.send({ type: 'server.updated', serverId });
    }
    expect(onChange).not.toHaveBeenCalled();
    pass(300);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('hears only what concerns its server', () => {
    const onSignal = jest.fn();
    const { signals, onChange } = renderLive({ serverId: 'a', onSignal });
    signals.send({ type: 'server.updated', serverId: 'b' });
    pass(300);
    expect(onChange).not.toHaveBeenCalled();
    signals.send({ type: 'server.updated', serverId: 'a' });
    pass(300);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(onSignal).toHaveBeenCalledTimes(1);
  });

  it('hears that calls ended where it asks for that, and of nothing else then', () => {
    const usual = renderLive({ serverId: 'a' });
    const calls = renderLive({ serverId: 'a', calls: true });
    for (const { signals } of [usual, calls]) {
      signals.send({ type: 'server.calls.changed', serverIds: ['a', 'b'] });
    }
    pass(300);
    expect(usual.onChange).not.toHaveBeenCalled();
    expect(calls.onChange).toHaveBeenCalledTimes(1);
    for (const { signals } of [usual, calls]) {
      signals.send({ type: 'server.updated', serverId: 'a' });
    }
    pass(300);
    expect(usual.onChange).toHaveBeenCalledTimes(1);
    expect(calls.onChange).toHaveBeenCalledTimes(1);
  });

  it('hears of its server in a burst of several, and of any number of them', () => {
    const onSignal = jest.fn();
    const { signals, onChange } = renderLive({ serverId: 'a', onSignal });
    signals.send({ type: 'server.updated', serverIds: ['b', 'c'] });
    signals.send({ type: 'job.dead', jobId: 'j' });
    pass(5_000);
    expect(onChange).not.toHaveBeenCalled();
    signals.send({ type: 'server.updated', serverIds: ['b', 'a'] });
    pass(300);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(onSignal).toHaveBeenCalledWith({
      type: 'server.updated',
      serverId: 'a',
    });
  });

  it('tells which signals a refetch answers, and hears no others', () => {
    const { signals, onChange } = renderLive({
      concerns: ({ type }) => type === 'server.health.changed',
    });
    signals.send({ type: 'server.health.changed', serverId: 'a' });
    signals.send({ type: 'server.updated', serverId: 'a' });
    signals.send({ type: 'server.health.changed', serverIds: ['b', 'c'] });
    pass(300);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(onChange.mock.calls[0][0]).toEqual(
      ['a', 'b', 'c'].map(serverId => ({
        type: 'server.health.changed',
        serverId,
      })),
    );
  });

  it('spreads the answers of many pages to a signal about all of them', () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const { signals, onChange } = renderLive({ serverId: 'a' });
    signals.send({ type: 'server.health.changed' });
    pass(1_000);
    expect(onChange).not.toHaveBeenCalled();
    pass(1_000);
    expect(onChange).toHaveBeenCalledTimes(1);
    random.mockRestore();
  });

  it.each([
    { when: 'with signals', withSignals: true, urgent: false, everyMs: 30_000 },
    {
      when: 'without signals',
      withSignals: false,
      urgent: false,
      everyMs: 5_000,
    },
    {
      when: 'while the reader waits',
      withSignals: true,
      urgent: true,
      everyMs: 1_500,
    },
  ])('polls $when', ({ withSignals, urgent, everyMs }) => {
    const { onChange } = renderLive({ urgent }, withSignals);
    pass(everyMs - 1);
    expect(onChange).not.toHaveBeenCalled();
    pass(1);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('rests while the tab is hidden and catches up when it is shown', () => {
    const { onChange } = renderLive({}, false);
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    pass(60_000);
    expect(onChange).not.toHaveBeenCalled();
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(onChange).toHaveBeenCalledTimes(1);
    hidden.mockRestore();
  });

  it('asks for nothing in a hidden tab whatever is told, and catches up once it is shown', () => {
    const { signals, onChange } = renderLive({});
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    signals.send({ type: 'server.updated', serverId: 'a' });
    pass(5_000);
    expect(onChange).not.toHaveBeenCalled();
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(onChange.mock.calls).toEqual([[[]]]);
    hidden.mockRestore();
  });

  it('stops when the page is left', () => {
    const { signals, onChange, unmount } = renderLive({});
    signals.send({ type: 'server.updated', serverId: 'a' });
    unmount();
    pass(120_000);
    expect(onChange).not.toHaveBeenCalled();
  });
});
