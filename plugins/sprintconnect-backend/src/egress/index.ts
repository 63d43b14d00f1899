/**
 * egress: the only place of the plugin that opens a socket to somebody else.
 *
 * Owns the rules of where a connection may lead (the tables `egress_rules` and `egress_revisions`), how much is read and how long is
 * waited, and the counts of what came of it (`egress_attempts`, `egress_destinations`).
 *
 * Promises: every address that is dialled was judged when it was dialled, all records of its name with it, and is
 * public unless `sprintconnect.egress.allow` names the host or the address, or a rule of the organisation opens it within
 * `sprintconnect.egress.privateRanges`. What is neither public nor private no rule opens. Ports of services that are not web servers
 * stay closed. A change of rules holds for the connections that are open: at once where it was made, a second later everywhere. Rules that
 * cannot be read open nothing. A redirect never leaves its origin. No body grows beyond its cap, counted after decompression, and none
 * is waited for without end. Idle connections end within seconds. Names are resolved without the threads that files and crypto
 * share, but for those that only the system may know, one at a time.
 *
 * Never: retries, keeps cookies, adds headers, follows a proxy of the environment, shares a connection between organisations, names in a
 * message what address a host resolves to.
 *
 * Fails with EgressError, whose message names the remedy; a request that its caller aborted rejects with the
 * caller's own reason.
 */
export { createEgress } from './createEgress';
export { createServiceFetch } from './createServiceFetch';
export { egressSettingsSchema } from './EgressSettings';
export { openEgress } from './openEgress';
