/**
 * Credentials that are presented to servers, as people see them.
 *
 * Owns: the fields of a credential and what is wrong with them, what is known of one, and the dialogs that rotate it or end an
 * overlap.
 * Promises: a secret is written and never read: it is hidden while it is typed, no field is filled in from what is saved, and it
 * lives in the state of the form or dialog that asks for it, and nowhere else; no message repeats what was typed.
 * Never: decides who may give or see a credential, or sends one anywhere but to the API.
 * Fails: what the backend finds stands at its field, and what was typed stays.
 */
export {
  CredentialChoiceFields,
  type CredentialChoice,
} from './CredentialChoiceFields';
export {
  type CredentialDraft,
  credentialOf,
  type Day,
  emptyCredential,
  endOf,
} from './credentialDraft';
export { answeredFaults, credentialFaults } from './credentialFaults';
export { credentialLabel, isOwn } from './credentialLabel';
export { CredentialFields } from './CredentialFields';
export { EndOverlapDialog } from './EndOverlapDialog';
export { ExpiresField } from './ExpiresField';
export { ExpiryNote } from './ExpiryNote';
export { RotateDialog } from './RotateDialog';
export { useCredentialFacts } from './useCredentialFacts';
export { useCredentialForm } from './useCredentialForm';
