import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  SPRINTCONNECT_PLUGIN_ID,
  type SprintConnectEvent,
  type SprintConnectSignal,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Hands one event on. Rejects when it did not arrive and should be tried again. */
export type Publish = (event: SprintConnectEvent) => Promise<void>;

/**
 * Publishes to Backstage's events service, and tells open pages through signals which ids to refetch. A signal that
 * fails is logged and not repeated: a page that misses one is stale, not wrong, and signals carry no
 * authorisation, which is why they hold ids only.
 */
export function backstagePublisher(services: {
  events: EventsService;
  signals?: SignalsService;
  logger: LoggerService;
}): Publish {
  const { events, signals, logger } = services;
  return async event => {
    await events.publish({
      topic: SPRINTCONNECT_PLUGIN_ID,
      eventPayload: event,
      metadata: { eventType: event.type },
    });
    const { type, serverId, jobId } = event;
    const message: SprintConnectSignal = { type, serverId, jobId };
    try {
      await signals?.publish({
        recipients: { type: 'broadcast' },
        channel: SPRINTCONNECT_PLUGIN_ID,
        message: { ...message },
      });
    } catch (error) {
      logger.warn(`The signal of event ${event.id} failed`, error as Error);
    }
  };
}
