import { ProblemError } from '../http';
import { SecretError } from '../ports';

const RETRY_AFTER_SECONDS = 10;

/** 404: not there, or another organisation's. */
export function noSuchCredential(): ProblemError {
  return new ProblemError({
    status: 404,
    detail: 'Credential not found. GET /v1/credentials lists the shared ones.',
  });
}

/** 422: no such name, or one that the server may not use: which of the two is not told. */
export function notUsable(name: string, environment: string): ProblemError {
  return new ProblemError({
    kind: 'credential-not-found',
    detail: `${environment ? `Servers of the environment ${environment}` : 'Servers of no environment'} can't use a shared credential named ${name}. GET /v1/credentials lists those there are; an administrator can add one.`,
    errors: [{ path: 'credentialRef', message: "isn't a credential" }],
  });
}

/** 422: it was given for other addresses. */
export function otherOrigin(
  origin: string,
  known: readonly string[],
): ProblemError {
  return new ProblemError({
    kind: 'credential-origin-mismatch',
    detail: `The credential was given for ${known.join(', ')}, and isn't sent to ${origin}. Give it again together with the new address.`,
    errors: [{ path: 'remotes', message: `lead to ${origin}` }],
  });
}

/** 409: somebody would be left without. */
export function inUse(name: string, uses: number): ProblemError {
  return new ProblemError({
    kind: 'credential-in-use',
    detail: `${uses === 1 ? '1 server uses' : `${uses} servers use`} the credential ${name}. Give ${uses === 1 ? 'it' : 'them'} another one first.`,
  });
}

/** 503: what keeps secrets cannot. Gives any other error back as it is. */
export function asProblem(error: unknown): unknown {
  if (!(error instanceof SecretError)) return error;
  return new ProblemError({
    kind: 'secrets-unavailable',
    detail: error.message,
    headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
    cause: error,
  });
}
