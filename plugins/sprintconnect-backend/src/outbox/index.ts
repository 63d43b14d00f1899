/**
 * Tells the world what happened, if and only if it did: Backstage's events, and signals to pages.
 *
 * Owns the tables `outbox_events` and `outbox_relay`.
 *
 * Promises: an event is published if and only if its transaction commits; at least once (`id` is the idempotency
 * key), in order of `seq`, which has no gaps. One instance relays at a time, under a lease; when it dies another
 * takes over within 30 seconds. Subscribers in the same process hear within milliseconds of the commit.
 *
 * Never does: carry content or secrets (ids and versions only), or publish anything that is not in the table.
 *
 * How it fails: an event that does not arrive is tried again, first after 100 ms and at last every 10 s, and
 * the ones behind it wait, so that none is lost or overtaken. An instance that is paused past its lease may
 * publish again what its successor has published. Signals to pages are best effort.
 */
export { createOutbox } from './createOutbox';
export { backstagePublisher, type Publish } from './backstagePublisher';
