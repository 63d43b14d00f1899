import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import {
  CredentialError,
  type OutgoingCredential,
  type Presented,
  type WayOut,
} from '../ports';
import { describeRemote } from './describeRemote';
import { hideSecrets } from './hideSecrets';
import { loginRequiredBy } from './loginRequiredBy';
import { UpstreamError } from './UpstreamError';

/** Of egress what a conversation with a server needs. */
export type WayToServer = Pick<WayOut, 'fetch'>;

/**
 * The same way out, on which each request to the remote carries the credential: presented anew, and hidden in what comes back. What the server
 * rejects is asked again with what else it may accept; a request that was rejected did nothing (RFC 9110, section 15.5.2).
 *
 * Fails with UpstreamError: `credential` where it cannot be presented, so that nothing is sent; `auth` where the server rejects it.
 */
export function withCredential<Way extends WayToServer>(
  way: Way,
  credential: OutgoingCredential,
  remote: Remote,
): Way {
  return {
    ...way,
    fetch: (limits, onFailure) => async (url, init) => {
      const address = new URL(url);
      const signal = init?.signal ?? undefined;
      const present = (refused?: Presented) =>
        credential.present(address, { signal, refused }).catch(cannotPresent);
      let shown = await present();
      for (;;) {
        if (!shown) throw new TypeError('Nothing was presented');
        const { clientCertificate } = shown;
        const fetch = way.fetch(
          clientCertificate ? { ...limits, clientCertificate } : limits,
          onFailure,
        );
        const headers = new Headers(init?.headers);
        for (const [name, value] of Object.entries(shown.headers)) {
          headers.set(name, value);
        }
        const response = await fetch(url, { ...init, headers });
        if (response.status !== 401) {
          refuseTooLittle(response, shown, remote);
          return hideSecrets(response, shown.secrets);
        }
        await response.body?.cancel();
        const next = await present(shown);
        if (!next) throw rejected(shown, remote);
        shown = next;
      }
    },
  };
}

function cannotPresent(error: unknown): never {
  if (!(error instanceof CredentialError)) throw error;
  const code = error.needsAccount ? 'login-required' : 'credential';
  throw new UpstreamError(code, error.message, { neverRan: true });
}

/** What OAuth says to a token that may not do this (RFC 6750, section 3.1). */
function refuseTooLittle(
  response: Response,
  { words }: Presented,
  remote: Remote,
): void {
  if (!loginRequiredBy(response, remote)) return;
  response.body?.cancel().catch(() => {});
  throw new UpstreamError(
    'auth',
    `${describeRemote(remote)} doesn't allow this with the credential of the server (${words}, HTTP ${response.status}). Replace it by one that may do more.`,
    { neverRan: true },
  );
}

function rejected({ words }: Presented, remote: Remote): UpstreamError {
  return new UpstreamError(
    'auth',
    `${describeRemote(remote)} rejected the credential of the server (${words}, HTTP 401). Replace the credential.`,
    { neverRan: true },
  );
}
