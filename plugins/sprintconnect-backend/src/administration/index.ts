/**
 * What administrators and owners see of the plumbing and of access.
 *
 * Owns the routes `GET /v1/jobs`, `GET /v1/jobs/{id}` and `GET /v1/organization`. It has no tables.
 *
 * Promises: a job shows to whoever may see the server that it is about, or manages jobs. What an organisation holds is counted
 * only as far as the caller could count it in a list.
 *
 * Never does: change anything.
 *
 * How it fails: with 403 and 404 problems, as every route.
 */
export { createAdministration } from './createAdministration';
