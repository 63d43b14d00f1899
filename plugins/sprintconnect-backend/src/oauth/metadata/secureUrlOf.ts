import { OauthError } from '../../ports';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The address, where it may carry what OAuth sends: https, or http on this machine for development and tests. Whether it may be reached
 * is for egress to say. Pure. Throws an {@link OauthError} `authorization-server-invalid`, which names the address only where it is none
 * that hides a secret.
 *
 * @param what - What it is the address of, such as `The token endpoint`.
 */
export function secureUrlOf(text: unknown, what: string): URL {
  if (typeof text !== 'string' || !URL.canParse(text)) {
    throw invalid(`${what} has no valid URL`);
  }
  const url = new URL(text);
  if (url.username || url.password) {
    throw invalid(`${what} has a user name or password in its URL`);
  }
  const isSecure =
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!isSecure) {
    throw invalid(`${what} must have an https URL, but has ${url.origin}`);
  }
  url.hash = '';
  return url;
}

function invalid(message: string): OauthError {
  return new OauthError('authorization-server-invalid', message);
}
