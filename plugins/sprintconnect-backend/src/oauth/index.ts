/**
 * Logging in to servers with OAuth 2.0: whom a server trusts, and tokens for it, of clients and of people.
 *
 * Owns the tables `oauth_tokens`, `oauth_clients`, `oauth_flows` and `oauth_grants`; the tokens themselves lie in the vault.
 *
 * Promises: a token is asked of the issuer that was named, or that the server names, and of nobody who only claims to be it. However many
 * instances want a token, one asks for it, and asks again before it ends. What an authorization server refuses is not asked again within
 * seconds. A token is for one organisation, version of a credential, server and set of scopes, and is given for no other.
 * A login of a person is finished by whoever began it, once, within ten minutes, and with an answer of the very issuer that was asked. An account
 * ends where the authorization server says so, and by no failure of it.
 *
 * Never: keeps a token outside of the vault unsealed, tells one or the secret of a client in a message, follows a redirect to another origin,
 * sends a secret over http beyond this machine, or passes on a token of a caller.
 *
 * Fails with an OauthError, whose message says what to do, and with the SecretError of the vault. While a kept token is still good, it
 * is used although a new one cannot be had.
 */
export { createOauth } from './createOauth';
export { ACCOUNT_ENDED_JOB, type EndedAccount } from './grants/GrantDeps';
export type { Grants } from './grants/createGrants';
export type { GrantRecord } from './grants/GrantStore';
export { clientDocument, type OwnAddresses } from './grants/ownClient';
export { TooManyLoginsError } from './grants/TooManyLoginsError';
export { oauthSettingsSchema } from './grants/OauthSettings';
