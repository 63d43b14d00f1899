/**
 * Who is calling, and may they.
 *
 * Owns the route `GET /v1/me`, the names of the plugin's permissions, and the {@link RequestContext} of each request.
 *
 * Promises: no route behind `authenticate` is reached without a caller of a known kind (a Backstage user or
 * service) and an organisation. Every answer carries `X-Request-Id`: the caller's own, when it is sane. Only a
 * plain yes of the permission framework is a yes.
 *
 * Never does: trust anything of the body or the query about who asks, or tell why a token is not valid.
 *
 * How it fails: closed. 401 with `WWW-Authenticate` without a valid token, 403 naming the permission that is
 * lacking, and 5xx, not a yes, when the permission service does not answer.
 */
export { createAccess, type Access } from './createAccess';
