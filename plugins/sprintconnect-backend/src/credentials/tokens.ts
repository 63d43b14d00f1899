import type { AccessToken, Presented, SecretVault } from '../ports';
import { presentedToken } from './kinds/presentedBy';

/** How one try of a request is made. */
export interface Showing {
  url: URL;
  signal?: AbortSignal;
  /** Of the token that was refused. */
  stamp?: number;
  /** Which try of the request it is. */
  tries: number;
}

/** How a request carries a token. Undefined where it is the one that was refused: the same one again would be refused again. */
export function shownToken(
  { text, stamp: got }: AccessToken,
  { stamp, tries }: Showing,
  of: { version: number; words: string },
): Presented | undefined {
  if (got === stamp) return undefined;
  const { version, words } = of;
  return {
    ...presentedToken(text),
    words,
    attempt: {
      version,
      tries,
      // A token that was got because another was refused is the last of its version.
      ...(stamp === undefined && { tokenStamp: got }),
    },
  };
}

/** What asking for a token is to know of the one that was refused. */
export function askingFor({ signal, stamp }: Showing) {
  return { signal, ...(stamp !== undefined && { refused: stamp }) };
}

/** Opens the secret of a client when a token is asked for: as it was given, or as it is kept elsewhere then. */
export function openerOf(
  vault: Pick<SecretVault, 'resolve'>,
  { orgId, secret }: { orgId: string; secret: string | { ref: string } },
): (signal: AbortSignal) => Promise<string> {
  return async signal =>
    typeof secret === 'object'
      ? vault.resolve(secret.ref, { orgId }, signal)
      : secret;
}
