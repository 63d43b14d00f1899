/**
 * Logging in to servers with OAuth 2.0: whom a server trusts, and tokens for it.
 *
 * Owns the table `oauth_tokens`; the tokens themselves lie in the vault.
 *
 * Promises: a token is asked of the issuer that was named, or that the server names, and of nobody who only claims to be it. However many
 * instances want a token, one asks for it, and asks again before it ends. What an authorization server refuses is not asked again within
 * seconds. A token is for one organisation, version of a credential, server and set of scopes, and is given for no other.
 *
 * Never: keeps a token outside of the vault unsealed, tells one or the secret of a client in a message, follows a redirect to another origin,
 * sends a secret over http beyond this machine, or passes on a token of a caller.
 *
 * Fails with an OauthError, whose message says what to do, and with the SecretError of the vault. While a kept token is still good, it
 * is used although a new one cannot be had.
 */
export { createOauth } from './createOauth';
