import type { Router } from 'express';
import { createEventsRouter } from './createEventsRouter';
import { EventStreams, type EventStreamsOptions } from './EventStreams';

export interface Streams {
  /** `GET /v1/events/stream`. */
  router: Router;
  /** Ends the open streams, and takes no more. */
  stop(): void;
}

/** The streams of this process. */
export function createStreams(options: EventStreamsOptions): Streams {
  const streams = new EventStreams(options);
  return {
    router: createEventsRouter({ streams, authorizer: options.authorizer }),
    stop: () => streams.stop(),
  };
}
