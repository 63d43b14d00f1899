import type {
  EventType,
  SprintConnectEvent,
  StreamGap,
} from '@sprintconnect/plugin-sprintconnect-common';

const frames = new WeakMap<SprintConnectEvent, string>();

/** One event as a message of a stream (HTML Standard, section 9.2.5); made once for all streams. */
function frameOf(event: SprintConnectEvent): string {
  let frame = frames.get(event);
  if (!frame) {
    frame = `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    frames.set(event, frame);
  }
  return frame;
}

/** What one stream is told of some events: those of its organisation and its types, after `after`. */
export function eventFrames(
  events: readonly SprintConnectEvent[],
  {
    orgId,
    types,
    after,
  }: { orgId: string; types?: ReadonlySet<EventType>; after: number },
): string {
  return events
    .filter(
      event =>
        event.seq > after &&
        event.orgId === orgId &&
        (!types || types.has(event.type)),
    )
    .map(frameOf)
    .join('');
}

/** Opens a stream: how soon to come back, and from where. A message without data moves only the id on. */
export function openingFrame(seq: number, retryMs: number): string {
  return `retry: ${retryMs}\nid: ${seq}\n\n`;
}

/** Shows that the stream lives, and moves the id past events that were not for it. */
export function heartbeatFrame(seq: number): string {
  return `: still here\nid: ${seq}\n\n`;
}

/** Says which events are forgotten. */
export function gapFrame(gap: StreamGap): string {
  return `id: ${gap.to}\nevent: stream.gap\ndata: ${JSON.stringify(gap)}\n\n`;
}
