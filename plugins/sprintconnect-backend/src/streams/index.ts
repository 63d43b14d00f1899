/**
 * Tells callers what happens, as it happens.
 *
 * Owns the route `GET /v1/events/stream`.
 *
 * Promises: a stream tells the events of its organisation that are of servers which the caller may read, or of none. Whether they
 * may is asked again every few seconds, so that what was withdrawn is told for less than 10 seconds. It goes in order of
 * `seq`, and goes on where it was (`Last-Event-ID`) without loss or repetition for as long as events are kept, which is 7 days;
 * after that it says `stream.gap`. One poller per process feeds all of its streams. A stream lasts `lifeSeconds`, and no longer than
 * the token it was opened with.
 *
 * Never does: read an event before it has its number.
 *
 * How it fails: a client that reads slowly is told as fast as it reads, with at most 256 KiB waiting; one that does not read for
 * `stallSeconds` is closed. Too many streams are 503, too many of one caller 429, both with `Retry-After`.
 */
export { createStreams } from './createStreams';
export {
  type EventStreamsSettings,
  eventStreamsSettingsSchema,
} from './EventStreamsSettings';
