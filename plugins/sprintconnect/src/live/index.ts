/**
 * How pages stay current without reload.
 *
 * Owns: when to ask again – by the portal's signals or by polling – and following a job that the reader started.
 * Promises: one burst of signals is answered once; a hidden tab asks for nothing, and catches up when it is shown.
 * Never: fetches what is shown, or takes anything but ids from a signal.
 * Fails: without signals, or while their socket is down, pages poll; a job that cannot be asked for is asked for again.
 */
export { ABOUT_SERVERS, useLive } from './useLive';
export { type FollowedJob, useFollowedJob } from './useFollowedJob';
