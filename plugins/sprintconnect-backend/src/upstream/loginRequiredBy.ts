import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import { describeRemote } from './describeRemote';
import { UpstreamError } from './UpstreamError';

/** An authentication scheme at the beginning of a challenge (RFC 9110, section 11.6.1). */
const SCHEME = /^\s*[!#$%&'*+.^_`|~0-9a-z-]+/i;
/** What OAuth answers to a token that may not do this (RFC 6750, section 3.1), and where it says how to get one (RFC 9728, section 5.1). */
const OAUTH_PARAMETER =
  /\berror\s*=\s*"?insufficient_scope\b|\bresource_metadata\s*=/i;

/**
 * The error of an HTTP answer that asks for a login; undefined for any other answer. Pure.
 *
 * HTTP 401 with a challenge in `WWW-Authenticate` asks for a login, and so does HTTP 403 with a challenge of OAuth. Without a
 * challenge either may be a proxy or a firewall, of which no login helps.
 */
export function loginRequiredBy(
  response: Pick<Response, 'status' | 'headers'>,
  remote: Remote,
): UpstreamError | undefined {
  const { status, headers } = response;
  const challenge = headers.get('www-authenticate') ?? '';
  const asks =
    (status === 401 && SCHEME.test(challenge)) ||
    (status === 403 && OAUTH_PARAMETER.test(challenge));
  return asks
    ? new UpstreamError(
        'login-required',
        `This server asks for a login (HTTP ${status} at ${describeRemote(remote)}). Add a credential.`,
      )
    : undefined;
}
