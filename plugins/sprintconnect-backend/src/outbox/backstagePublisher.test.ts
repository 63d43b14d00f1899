import { mockServices } from '@backstage/backend-test-utils';
import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';
import { eventually } from '../__testUtils__';
import { backstagePublisher } from '.';

describe('the Backstage publisher', () => {
  const event: SprintConnectEvent = {
    id: '0190b5a0-0000-7000-8000-000000000002',
    seq: 7,
    type: 'job.dead',
    orgId: 'default',
    occurredAt: '2026-11-22T12:00:00.000Z',
    jobId: '0190b5a0-0000-7000-8000-000000000003',
  };

  it('tells the events service everything and the pages the ids', async () => {
    const events = mockServices.events.mock();
    const signals = { publish: jest.fn(async () => {}) };
    const logger = mockServices.logger.mock();
    await backstagePublisher({ events, signals, logger })(event);
    expect(events.publish).toHaveBeenCalledWith({
      topic: 'sprintconnect',
      eventPayload: event,
      metadata: { eventType: 'job.dead' },
    });
    expect(signals.publish).toHaveBeenCalledWith({
      recipients: { type: 'broadcast' },
      channel: 'sprintconnect',
      message: { type: 'job.dead', jobId: event.jobId, serverId: undefined },
    });
  });

  it('tells the events service every event of a burst, and the pages a few signals', async () => {
    const events = mockServices.events.mock();
    const signals = {
      publish: jest.fn(async (_signal: { message: object }) => {}),
    };
    const logger = mockServices.logger.mock();
    const publish = backstagePublisher({ events, signals, logger });
    const began = Date.now();
    for (let seq = 1; seq <= 1_000; seq++) {
      await publish({ ...event, seq, type: 'server.health.changed' });
    }
    const seconds = Math.ceil((Date.now() - began) / 1_000);
    expect(events.publish).toHaveBeenCalledTimes(1_000);
    await eventually('the end of the burst is told', () =>
      signals.publish.mock.calls.some(([{ message }]) => !('jobId' in message)),
    );
    // Ten and one of the type a second, and as many for what the last second leaves.
    expect(signals.publish.mock.calls.length).toBeLessThanOrEqual(
      11 * (seconds + 1),
    );
  });

  it('goes on when a signal fails, and reports an event that does', async () => {
    const events = mockServices.events.mock();
    const signals = {
      publish: jest.fn(async () => Promise.reject(new Error('no'))),
    };
    const logger = mockServices.logger.mock();
    const publish = backstagePublisher({ events, signals, logger });
    await expect(publish(event)).resolves.toBeUndefined();
    await eventually(
      'the failure is logged',
      () => logger.warn.mock.calls.length === 1,
    );
    events.publish.mockRejectedValueOnce(new Error('bus is down'));
    await expect(publish(event)).rejects.toThrow('bus is down');
  });
});
