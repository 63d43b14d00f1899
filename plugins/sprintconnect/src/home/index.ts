/**
 * What SprintConnect puts on the home page of the portal.
 *
 * Owns: the widget "MCP servers that need attention".
 * Promises: the reader's own servers first, then the worst, then those that have been ill the longest; what changes
 * is shown without reload.
 * Never: decides what healthy means, or shows more than a screen can hold. The list of servers has all of them.
 * Fails: says what went wrong and offers to try again; who may not see servers is told so.
 */
export { homeWidget } from './extensions';
