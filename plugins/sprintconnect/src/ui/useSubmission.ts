import { useState } from 'react';

export interface Submission {
  busy: boolean;
  /** Why the last attempt failed. */
  error?: Error;
  /** Runs `action`, and keeps its error. Does nothing while another one runs. */
  submit: (action: () => Promise<void>) => Promise<void>;
  /** Forgets the error. */
  reset: () => void;
}

/** Something that is sent once at a time, such as a form, and may fail. */
export function useSubmission(): Submission {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const submit = async (action: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await action();
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, submit, reset: () => setError(undefined) };
}
