import type { SliceWith } from '../ports';
import { createEventsRouter } from './createEventsRouter';
import { EventStreams, type EventStreamsOptions } from './EventStreams';

/** The streams of this process. */
export function createStreams(
  options: EventStreamsOptions,
): SliceWith<'routers' | 'stop'> {
  const streams = new EventStreams(options);
  return {
    routers: [createEventsRouter({ streams, authorizer: options.authorizer })],
    // Ends the open streams, and takes no more.
    stop: () => streams.stop(),
  };
}
