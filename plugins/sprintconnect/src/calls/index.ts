/**
 * Who used what: calls as people see them.
 *
 * Owns: the page `/sprintconnect/calls` with the reader's own calls, the page of one call below it, and the Activity tab of a server.
 * Promises: filters stand in the address; calls that end appear without reload; each call has an address to send to others; the tab
 * says so where the reader sees only their own calls.
 * Never: decides who may see which calls, makes calls, or asks for the arguments and results of a whole list.
 * Fails: shows the problem the backend answered, with its request id and, where it can help, a retry.
 */
export { ActivityTab } from './ActivityTab';
export { CallPages } from './CallPages';
