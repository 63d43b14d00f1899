/**
 * Discover: find a capability, whichever server offers it.
 *
 * Owns: `/sprintconnect/discover` – the box, its results, and the capability that is opened beside them.
 * Promises: results while typing, never those of an older text over those of a newer; all of it by keyboard; the
 * words, the filters and what is open stand in the address; what changes on the servers appears without reload.
 * Never: ranks or filters by itself. The order is that of `GET /v1/discovery/capabilities`.
 * Fails: keeps the former results beside the problem that the backend answered, and offers to try again.
 */
export { DiscoverPage } from './DiscoverPage';
