/**
 * Tells the world what happened, if and only if it did: Backstage's events, signals to pages, and streams.
 *
 * Owns the tables `outbox_events` and `outbox_relay`, and the route `GET /v1/events/stream`.
 *
 * Promises: an event is published if and only if its transaction commits; at least once (`id` is the idempotency
 * key), in order of `seq`, which has no gaps. One instance relays at a time, under a lease; when it dies another
 * takes over within 30 seconds. Subscribers in the same process hear within milliseconds of the commit.
 *
 * A stream tells the events of its organisation that are of servers which the caller may read, or of none. Whether they may
 * is asked again every few seconds, so that what was withdrawn is told for less than 10 seconds. It goes in order of `seq`, and goes on where it was (`Last-Event-ID`) without
 * loss or repetition for as long as events are kept, which is 7 days; after that it says `stream.gap`. One poller per
 * process feeds all of its streams. A stream lasts `lifeSeconds`, and no longer than the token it was opened with.
 *
 * Never does: carry content or secrets (ids and versions only), or publish anything that is not in the table.
 *
 * How it fails: an event that does not arrive is tried again, first after 100 ms and at last every 10 s, and
 * the ones behind it wait, so that none is lost or overtaken. An instance that is paused past its lease may
 * publish again what its successor has published. Signals to pages are best effort. A client that reads slowly is
 * told as fast as it reads, with at most 256 KiB waiting; one that does not read for `stallSeconds` is closed.
 */
export { createOutbox } from './createOutbox';
export type { EventStreamsSettings } from './EventStreams';
export { backstagePublisher, type Publish } from './backstagePublisher';
