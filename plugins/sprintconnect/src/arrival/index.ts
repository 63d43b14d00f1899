/**
 * What a browser brings back from an authorization server.
 *
 * Owns: the query of the page to which logins return, from the moment our code is loaded.
 * Promises: the query is out of the address bar and the history before the portal looks at where it is, so that no code is told to
 * analytics, kept in the history, or sent on in a referrer.
 * Never: keeps it anywhere but in the memory of this tab, or sends it.
 * Fails: on another page there is nothing to keep, and nothing changes.
 */
export { arrivedAnswer, keepArrival } from './arrival';
