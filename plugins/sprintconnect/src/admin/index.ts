/**
 * Administration as people see it: API keys, shared credentials, roles, the organisation and the audit log.
 *
 * Owns: everything below `/sprintconnect/admin`. The audit log itself is a slice of its own and stands here as one section.
 * Promises: shows the sections that the reader has a use for; says of any other which permission is missing and who can
 * grant it; the secret of a key is shown once, and not put away before the reader says that it is stored; that of a
 * credential is never shown; lists follow what others change without reload.
 * Never: decides who may do what. What each role may do is asked of the function that decides; the backend refuses.
 * Fails: shows the problem the backend answered, with its request id and, where it can help, a retry.
 */
export { AdminPages } from './AdminPages';
