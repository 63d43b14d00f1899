/**
 * When work is done again: in the background, and to answer what was asked before. Plumbing stands on it, too, so it lies
 * below all storeys, beside `http`.
 *
 * Owns nothing: no table, no route.
 *
 * Promises: of a `Rounds`, one round at a time; a round begins soon after whoever wakes it, however often they do, and
 * never sooner after the last than it may; after `stop` none begins, and none is left. Of a `PromiseCache`, an answer is
 * never older than it may be, and is asked for once, however many want it meanwhile.
 *
 * Never: knows what the work is.
 *
 * Fails: a round that throws is told and comes again. A question that fails fails for all who wait, and is not kept.
 */
export { nextTurn } from './nextTurn';
export { pause } from './pause';
export { PromiseCache } from './PromiseCache';
export { Rounds } from './Rounds';
