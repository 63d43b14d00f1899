/**
 * What people see and change of access, and see of the plumbing.
 *
 * Owns the routes `GET /v1/me`, `GET /v1/me/roles`, `GET /v1/organization`, `/v1/api-keys`, `/v1/role-bindings` and `/v1/jobs`.
 *
 * Promises: nobody gives by a key or a role what they do not hold themselves. What an organisation holds is counted only as far as the
 * caller could count it in a list, and a job shows to whoever may see the server that it is about, or manages jobs. A change
 * commits with its audit entry and its event, or not at all.
 *
 * Never does: show a secret twice.
 *
 * How it fails: with ProblemError, having written nothing.
 */
export { createAdministration } from './createAdministration';
