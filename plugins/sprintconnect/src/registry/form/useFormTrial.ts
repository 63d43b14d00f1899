import { useMemo } from 'react';
import { isOwn } from '../../credentials';
import { bodyOf, type CredentialPart } from './draft';
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
      const name = body.credentialRef ?? keptName(credential);
      return {
        remotes: body.remotes,
        connectTimeoutMs: body.connectTimeoutMs,
        ...(body.credential && { credential: body.credential }),
        ...(name && { credentialRef: name, environment: body.environment }),
      };
    },
    onFailure: tell,
  };
}

/** A shared credential that stays can be tried by its name; one of the server's own has none. */
export function keptName({
  choice,
  current,
}: CredentialPart): string | undefined {
  return choice === 'keep' && current !== undefined && !isOwn(current)
    ? current
    : undefined;
}
