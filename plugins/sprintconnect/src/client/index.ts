/**
 * The client of the REST contract, as an API of the portal.
 *
 * Owns: its API ref, and the factory that gives it the identity of the signed-in person.
 * Promises: every request of the pages goes through it, so that a test or a host can put another in its place.
 * Never: caches, retries, or knows what is shown.
 * Fails: throws the `SprintConnectError` that the backend answered, or the `TypeError` of a fetch that reached nobody.
 */
export { clientApi, sprintConnectApiRef } from './sprintConnectApi';
