/**
 * Who is calling, and may they.
 *
 * Owns the routes `GET /v1/me`, `GET /v1/me/roles`, `GET /v1/organization`, `/v1/api-keys` and `/v1/role-bindings`, the
 * metadata of RFC 9728, the tables `api_keys`, `api_key_secrets`, `access_revision`, `dpop_proofs` and `role_bindings`, the
 * names of the plugin's permissions, and the {@link RequestContext} of each request. Organisations are the catalog's: nothing is kept of them.
 *
 * Promises: no route behind `authenticate` is reached without a caller of a known kind and an organisation: a user or
 * service of Backstage, an API key, or an agent with a JWT of a configured issuer. How a credential looks decides who
 * judges it, and only that one does. A bound one (DPoP, mTLS) opens only to who proves to have its key. A revoked key is
 * refused by every instance from the request after its commit. Every answer carries `X-Request-Id`. What the
 * permission framework allows on conditions becomes criteria, or nothing at all where we cannot follow them; API keys
 * and agents may do what `decideForMachine` says of their roles and scopes. What was decided about a user is kept for
 * `decisionSeconds`, and forgotten when roles change.
 *
 * Never does: trust anything of the body, the query or `Host` about who asks, follow an address that a token names, or
 * keep the secret of an API key. Cookies are not looked at.
 *
 * How it fails: closed. 401 with `WWW-Authenticate` without a good credential, 400 for an ambiguous one, 429 for who
 * tries many, 403 naming the permission that is lacking, and 5xx, not a yes, when a judge does not answer.
 */
export { createAccess, type Access } from './createAccess';
export { policyHashOf } from './decisions/policyHashOf';
export {
  capabilityRef,
  capabilityRules,
  serverRef,
  serverRules,
} from './rules/permissionRules';
export { restWhileGone } from './organisations/restWhileGone';
export { METADATA_PATH } from './createMetadataRouter';
