/**
 * limits: how much each may ask for.
 *
 * Owns the quotas (per address before anybody is authenticated, for all together, per user, per API key or agent, per
 * organisation) and the number of requests that one credential may have under way.
 *
 * Promises: a request over a quota is answered 429 with `Retry-After` and `RateLimit-*`, before it reaches a route. With
 * Redis the counts are those of all instances together, exactly; while Redis is away each instance counts in
 * memory, and no limit is lifted. What a portal user reads counts a tenth of what they write, because a page asks
 * for several things. The portal's own services are limited by their organisation only. A plugin of the portal that asks
 * for the roles of users on their behalf, as a policy does, is held to twenty times the limit of its address, and to no other.
 *
 * Never does: say who asks, write a table, or count liveness probes.
 *
 * How it fails: closed. A counter that fails without an insurance fails the request.
 */
export { createLimits, type Limits } from './createLimits';
export type { LimitSettings } from './LimitSettings';
