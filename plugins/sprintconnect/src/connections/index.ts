/**
 * Accounts of the reader on servers.
 *
 * Owns: the page `/sprintconnect/connections` with the accounts that are connected, the page of a link below it, the way back from an
 * authorization server, and the button that leads there.
 * Promises: what an authorization server sent back is sent on once, however often the page is drawn, and is shown nowhere; the reader
 * gets back to where they began; whether an account was revoked at its authorization server is said.
 * Never: sees a password or a token, or opens an address that is not http(s).
 * Fails: shows what the backend answered, and offers to begin again. A link that is for someone else reads like one that never was.
 */
export { AccountPanel } from './AccountPanel';
export { ConnectionPages } from './ConnectionPages';
export { ConnectLink } from './ConnectLink';
