/**
 * discovery: finds out what the servers of the registry offer, and when they change it.
 *
 * Owns the job `discover-server`, the schedule that enqueues it, the listening for `list_changed`, and the connection test
 * (`POST /v1/servers/test`).
 *
 * Promises: a discovery reads a server's four lists and nothing else, within bounds on time, items and bytes. What it could
 * not read or keep of a list is a fault of that list, costs no other, and never looks removed. A server that cannot be reached, understood or trusted gets a `lastError` that
 * says why, keeps its last good snapshot, and disturbs no other. Running it twice does no harm. Scheduled
 * discoveries of servers registered together drift apart; those of failing servers come later and later, those of servers
 * with a failing list soon and then later and later, and both at once when one heals. An announced change is discovered within seconds, for at most `watchMax` servers; the others wait
 * for the schedule. A connection test reads what a discovery reads, within 30 s, until its caller goes away, twice at once for each caller; nothing
 * of it stays but its audit entry.
 *
 * Never: calls a tool, reads a resource, follows a `$ref`, probes health, judges trust, or writes a table:
 * what it finds out goes to the registry, which knows what a change is.
 *
 * How it fails: an answer of no from a server ends the job as failed with the words of `lastError`. Our own
 * failures, such as a lost database, are retried by jobs. The schedule and the listening log what goes wrong and
 * go on; that a server retires while its change is announced is nothing wrong.
 */
export { createDiscovery } from './createDiscovery';
export { discoverySettingsSchema } from './DiscoverySettings';
