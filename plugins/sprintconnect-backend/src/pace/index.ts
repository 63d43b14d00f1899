/**
 * How work in the background comes again. Whoever works without being asked stands on it, plumbing too, so it lies
 * below all storeys, beside `http`.
 *
 * Owns nothing: no table, no route.
 *
 * Promises: of a `Rounds`, one round at a time; a round begins soon after whoever wakes it, however often they do, and
 * never sooner after the last than it may; after `stop` none begins, and none is left.
 *
 * Never: knows what the work is.
 *
 * Fails: a round that throws is told and comes again.
 */
export { nextTurn } from './nextTurn';
export { pause } from './pause';
export { Rounds } from './Rounds';
