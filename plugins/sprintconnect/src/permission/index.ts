/**
 * What the reader may do, and what to say where they may not.
 *
 * Owns: the answer of `GET /v1/me`, asked once for all pages, and the one notice that every page shows in place of
 * what is forbidden.
 * Promises: the notice names the permission that is missing, the role that it comes with and who can grant it, as far
 * as the reader may know them; a change of roles is noticed without reload, where the portal has signals.
 * Never: decides what a person may do. It hides what is forbidden anyway; the backend refuses.
 * Fails: while nobody knows what the reader may do, nothing that needs a permission is offered; it is asked again every 5 s.
 */
export { mayOn } from './mayOn';
export { NoPermission } from './NoPermission';
export { type RoleAnswer, roleSays } from './roleSays';
export { useMay, useMe } from './useMe';
