/**
 * Who is calling.
 *
 * Owns the metadata of RFC 9728 of REST and of each MCP endpoint, the tables `api_keys`, `api_key_secrets`, `access_revision` and `dpop_proofs`, and the {@link RequestContext} of
 * each request.
 *
 * Promises: no route behind `authenticate` is reached without a caller of a known kind and an organisation: a user or
 * service of Backstage, an API key, or an agent with a JWT of a configured issuer. How a credential looks decides who
 * judges it ({@link chooseVerifier}), and only that one does. A bound one (DPoP, mTLS) opens only to who proves to have its key. A revoked key is
 * refused by every instance from the request after its commit. Every answer carries `X-Request-Id`. Credentials of the portal make
 * the same caller with a request and without one, and which of its plugins asks for a user is read from them alone.
 *
 * Never does: trust anything of the body, the query or `Host` about who asks, follow an address that a token names, or
 * keep the secret of an API key. Cookies are not looked at.
 *
 * How it fails: closed. 401 with `WWW-Authenticate` without a good credential, 400 for an ambiguous one, 429 for who
 * tries many, and 5xx, not a yes, when a judge does not answer.
 */
export type { ContextOfCredentials } from './contextOfCredentials';
export { createIdentity, type Identity } from './createIdentity';
export { METADATA_PATH } from './createResources';
export {
  type IdentitySettings,
  identitySettingsSchema,
} from './credentials/IdentitySettings';
export type { ApiKeyRecord, ApiKeyStore } from './keys/ApiKeyStore';
export { mintApiKey } from './keys/apiKeyText';
export { toApiKey } from './keys/toApiKey';
