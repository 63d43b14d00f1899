import { useMemo } from 'react';
import { bodyOf } from './draft';
import type { Trial } from './ConnectionTest';
import type { ServerFormState } from './useServerForm';

/** What of a form connecting takes. */
const PLACES = ['remotes', 'connectTimeoutMs', 'credential'] as const;

/** What stands in the form, to be tried out before it is saved. */
export function useFormTrial(form: ServerFormState): Trial {
  const { draft, leave, isFaulty, tell } = form;
  const { remotes, connectTimeoutMs, credential } = draft;
  // Compared as what it is and not as text, so that no secret is written out.
  const of = useMemo(
    () => ({ remotes, connectTimeoutMs, credential }),
    [remotes, connectTimeoutMs, credential],
  );
  return {
    of,
    prepare: () => {
      PLACES.forEach(leave);
      if (PLACES.some(isFaulty)) return undefined;
      const body = bodyOf(draft);
      return {
        remotes: body.remotes,
        connectTimeoutMs: body.connectTimeoutMs,
        ...(body.credential && { credential: body.credential }),
        ...(body.credentialRef && { credentialRef: body.credentialRef }),
      };
    },
    onFailure: tell,
  };
}
