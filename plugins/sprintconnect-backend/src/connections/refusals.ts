import { ProblemError } from '../http';
import { TooManyLoginsError } from '../oauth';
import { OauthError, SecretError, type OauthErrorCode } from '../ports';

const RETRY_S = 30;

const KINDS = {
  'login-refused': 'login-refused',
  'login-unknown': 'login-unknown',
  'login-ended': 'login-refused',
  'client-refused': 'authorization-server-invalid',
  'client-key-invalid': 'authorization-server-invalid',
  'authorization-server-invalid': 'authorization-server-invalid',
  'authorization-server-unavailable': 'authorization-server-unavailable',
} as const satisfies Record<OauthErrorCode, string>;

/** What of a login went wrong, in words for the person; another error is given back as it is. */
export function explainLogin(error: unknown, now: Date): unknown {
  if (error instanceof TooManyLoginsError) {
    const waitMs = error.until.getTime() - now.getTime();
    return new ProblemError({
      kind: 'too-many-logins',
      detail: `${error.message}.`,
      headers: { 'Retry-After': `${Math.max(1, Math.ceil(waitMs / 1000))}` },
    });
  }
  if (error instanceof SecretError) {
    return new ProblemError({
      kind: 'secrets-unavailable',
      detail:
        'The account was not connected, because what keeps secrets does not answer. Try again in a moment.',
      headers: { 'Retry-After': `${RETRY_S}` },
      cause: error,
    });
  }
  if (!(error instanceof OauthError)) return error;
  const kind = KINDS[error.code];
  const retryS = Math.ceil((error.retryAfterMs ?? RETRY_S * 1000) / 1000);
  return new ProblemError({
    kind,
    detail: `${error.message}.`,
    ...(kind === 'authorization-server-unavailable' && {
      headers: { 'Retry-After': `${retryS}` },
    }),
  });
}

export function peopleOnly(): ProblemError {
  return new ProblemError({
    kind: 'people-only',
    detail:
      'Only people connect accounts. Sign in to the portal, or send the Backstage token of a user; API keys, services and plugins have no accounts on servers.',
  });
}

/** The same for a server that is not there and one that may not be used. */
export function noSuchServer(): ProblemError {
  return new ProblemError({
    status: 404,
    detail: "This server doesn't exist, or you don't have access to it.",
  });
}

/** The same for a link that never was, is over, or is somebody else's. */
export function noSuchLink(): ProblemError {
  return new ProblemError({
    status: 404,
    detail:
      "This link isn't valid for you: it is over, or was made for somebody else. Call the tool again to get a new one, or connect the account on the page of the server.",
  });
}

export function noSuchConnection(): ProblemError {
  return new ProblemError({
    status: 404,
    detail: 'You have no such account.',
  });
}

export function loginNotOffered(name: string): ProblemError {
  return new ProblemError({
    kind: 'login-not-offered',
    detail: `People don't connect accounts of their own to ${name}. Use it as it is, or ask its owner.`,
  });
}
