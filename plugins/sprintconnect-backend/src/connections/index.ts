/**
 * connections: accounts that people connect to servers by themselves, so that each calls as who they are there.
 *
 * Owns the table `connection_links` and the routes under `/v1/connections`, and `GET /oauth/client.json`, which is open to everybody. The
 * accounts and their tokens are kept by `oauth`.
 *
 * Promises: a person sees, begins, finishes and ends their own accounts alone, on servers that they may use when they begin and when they
 * finish. A link opens only for the person that it was made for, within an hour; to anybody else it reads as one that never was. Each
 * change commits with its audit entry and its event; an account that ends by itself is told to its person once.
 *
 * Never: answers, logs or audits a token, a code or a state; connects anything for a key, a service or a plugin that acts for nobody.
 *
 * How it fails: with ProblemError, having connected nothing. Where the authorization server does not answer, an account stays as it is.
 */
export { CLIENT_DOCUMENT_PATH, connectionAddresses } from './addresses';
export { createConnections } from './createConnections';
