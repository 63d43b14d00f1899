import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  SPRINTCONNECT_PLUGIN_ID,
  type SprintConnectEvent,
} from '@sprintconnect/plugin-sprintconnect-common';
import { SignalBursts } from './SignalBursts';

/** Hands one event on. Rejects when it did not arrive and should be tried again. */
export type Publish = (event: SprintConnectEvent) => Promise<void>;

/**
 * Publishes to Backstage's events service, and tells open pages through signals which ids to refetch, bursts of them
 * together. A signal that fails is logged and not repeated: a page that misses one is stale, not wrong, and signals
 * carry no authorisation, which is why they hold ids only.
 */
export function backstagePublisher(services: {
  events: EventsService;
  signals?: SignalsService;
  logger: LoggerService;
}): Publish {
  const { events, signals, logger } = services;
  const bursts = new SignalBursts(signal => {
    signals
      ?.publish({
        recipients: { type: 'broadcast' },
        channel: SPRINTCONNECT_PLUGIN_ID,
        message: { ...signal },
      })
      .catch(error =>
        logger.warn(`The signal of ${signal.type} failed`, error as Error),
      );
  });
  return async event => {
    await events.publish({
      topic: SPRINTCONNECT_PLUGIN_ID,
      eventPayload: event,
      metadata: { eventType: event.type },
    });
    const { type, serverId, jobId } = event;
    bursts.offer({ type, serverId, jobId });
  };
}
