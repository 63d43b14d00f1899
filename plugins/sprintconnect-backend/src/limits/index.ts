/**
 * limits: how much each may ask for.
 *
 * Owns the quotas (per address before anybody is authenticated, for all together, per user, per API key or agent, per
 * organisation) and the number of requests that one credential may have under way.
 *
 * Promises: a request over a quota is answered 429 with `Retry-After` and `RateLimit-*`, before it reaches a route. With
 * Redis the counts are those of all instances together, exactly. A Redis that does not answer in time is passed over by all
 * requests at once: each instance goes on from the last known counts in memory, no limit is lifted, nobody begins
 * anew, and nothing counts twice when Redis is back (decision 41). What a portal user reads counts a tenth of what they write, because a page asks
 * for several things. The portal's own services are limited by their organisation only. A plugin of the portal that asks
 * for the roles of users on their behalf, as a policy does, is held to twenty times the limit of its address, and to no other.
 * What reaches us by no request of the caller, such as an action of Backstage, takes from the same counts, but for that of the address.
 *
 * Never does: say who asks, write a table, or count liveness probes.
 *
 * How it fails: without Redis, closed: a counter that fails fails the request. With Redis, into memory, with one line in
 * the log when Redis goes and one when it comes back.
 */
export { createLimits, type Limits } from './createLimits';
export { type LimitSettings, limitSettingsSchema } from './LimitSettings';
