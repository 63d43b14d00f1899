/**
 * credentials: what servers ask of their callers, given once and shown to nobody again.
 *
 * Owns the table `credentials` and the routes under `/v1/credentials`. The secrets are in the vault.
 *
 * Promises: a credential is sealed together with the origins that it was given for, and for which server: a request to another origin carries
 * none and is not sent, whatever the rows of the database say. It is opened for one request and kept by nobody. A rotation keeps the
 * version before for as long as was asked, and uses it only where the server rejects the new one. What expired is not sent. Who may
 * register servers may name shared ones, in the environments that those allow; secrets that are kept elsewhere are named only by who
 * manages credentials, because whoever names one has it sent to an address of their choice. Each change commits with its audit entry and
 * its event.
 *
 * Never: answers, logs or audits a secret; sends one over http to anything but loopback and hosts of `sprintconnect.credentials.allowHttp`.
 *
 * How it fails: with ProblemError for callers, having written nothing; with CredentialError for a request that is to carry one, having
 * sent nothing.
 */
export { createCredentials, type Credentials } from './createCredentials';
export { isOwnRef } from './CredentialRecord';
export {
  type CredentialSettings,
  credentialSettingsSchema,
} from './CredentialSettings';
export type { GivenCredential } from './kinds/SealedContent';
export type { PreparedCredential } from './prepareCredential';
export type { ServerCredentials } from './ServerCredentials';
