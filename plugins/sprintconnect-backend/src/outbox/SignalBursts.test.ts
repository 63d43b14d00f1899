import type { SprintConnectSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { SignalBursts } from './SignalBursts';

const changed = (serverId: string): SprintConnectSignal => ({
  type: 'server.health.changed',
  serverId,
});

function start() {
  const sent: SprintConnectSignal[] = [];
  const bursts = new SignalBursts(signal => sent.push(signal));
  const offer = (count: number, from = 0) => {
    for (let each = from; each < from + count; each++) {
      bursts.offer(changed(`s${each}`));
    }
  };
  return { sent, bursts, offer };
}

describe('SignalBursts', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('sends what comes now and then at once, as it is', () => {
    const { sent, offer } = start();
    for (let second = 0; second < 5; second++) {
      offer(2, second * 2);
      jest.advanceTimersByTime(1_000);
    }
    expect(sent).toEqual(
      Array.from({ length: 10 }, (_, each) => changed(`s${each}`)),
    );
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends the rest of a burst as one signal per type, with the servers', () => {
    const { sent, bursts, offer } = start();
    offer(12);
    bursts.offer(changed('s11'));
    bursts.offer({ type: 'server.updated', serverId: 's1' });
    bursts.offer({ type: 'server.discovery.started', serverId: 's2' });
    expect(sent).toHaveLength(10);
    jest.advanceTimersByTime(1_000);
    expect(sent.slice(10)).toEqual([
      { type: 'server.health.changed', serverIds: ['s10', 's11'] },
      { type: 'server.updated', serverId: 's1' },
    ]);
  });

  it('names no ids where there are many, or something else than servers', () => {
    const { sent, bursts, offer } = start();
    offer(111);
    bursts.offer({ type: 'job.dead', jobId: 'j1' });
    bursts.offer({ type: 'job.dead', jobId: 'j2' });
    jest.advanceTimersByTime(1_000);
    expect(sent.slice(10)).toEqual([
      { type: 'server.health.changed' },
      { type: 'job.dead' },
    ]);
  });

  it('says of ten thousand changes in a minute no more than one signal a second', () => {
    const { sent, offer } = start();
    for (let tick = 0; tick < 600; tick++) {
      offer(17, tick * 17);
      jest.advanceTimersByTime(100);
    }
    jest.advanceTimersByTime(1_000);
    expect(sent.length).toBeLessThanOrEqual(10 + 61);
    // Whoever shows any of them hears of it, the last one too.
    expect(sent.at(-1)).toEqual({ type: 'server.health.changed' });
    jest.advanceTimersByTime(1_000);
    sent.length = 0;
    offer(1);
    expect(sent).toEqual([changed('s0')]);
  });
});
