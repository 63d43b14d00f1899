import { useState } from 'react';
import {
  type CredentialInput,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import {
  type CredentialDraft,
  type CredentialField,
  credentialOf,
  emptyCredential,
} from './credentialDraft';
import {
  answeredFaults,
  credentialFaults,
  type CredentialFault,
} from './credentialFaults';

/** What the fields of a credential stand on, wherever their state is. */
export interface CredentialFormState {
  draft: CredentialDraft;
  change: (changes: Partial<CredentialDraft>) => void;
  /** The reader goes on from a field. */
  leave: (field: CredentialField) => void;
  /** What is wrong with a field, once it is time to say so. */
  faultOf: (field: CredentialField) => string | undefined;
}

/**
 * A credential in a dialog of its own. A field shows its fault once it has been left, all of them after an attempt to send. What
 * was typed lives as long as the dialog, and nowhere else.
 */
export function useCredentialForm(
  initial: CredentialDraft = emptyCredential(),
) {
  const { t } = useMessages();
  const [draft, setDraft] = useState(initial);
  const [left, setLeft] = useState<readonly CredentialField[]>([]);
  const [tried, setTried] = useState(false);
  const [answered, setAnswered] = useState<CredentialFault[]>([]);
  const found = credentialFaults(draft, t);
  const state: CredentialFormState = {
    draft,
    change: changes => {
      setDraft(before => ({ ...before, ...changes }));
      setAnswered(before => before.filter(({ field }) => !(field in changes)));
    },
    leave: field => setLeft(before => [...before, field]),
    faultOf: field =>
      [...answered, ...(tried || left.includes(field) ? found : [])].find(
        each => each.field === field,
      )?.message,
  };
  /** Puts what the backend found at its fields. */
  const show = (failure: unknown) => {
    if (!(failure instanceof SprintConnectError)) return;
    const faults = failure.problem.errors ?? [];
    setAnswered(answeredFaults(draft, { at: 'credential', faults }, t));
  };
  return {
    ...state,
    /** Shows what is wrong, or answers the credential where nothing is. */
    check: (): CredentialInput | undefined => {
      setTried(true);
      return found.length === 0 ? credentialOf(draft) : undefined;
    },
    show,
    /** Shows what the backend found, and throws what it answered. */
    tell: (failure: unknown): never => {
      show(failure);
      throw failure;
    },
  };
}
