import type { Request } from 'express';
import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { ProblemError } from '../http';
import { type Database, isPassing } from '../ports';
import { callerOf } from './credentials/callerOf';
import type { PresentedCredential } from './credentials/PresentedCredential';
import { RefusedCredential } from './credentials/RefusedCredential';
import type { VerifierOf } from './credentials/Verifier';

interface PortalOptions {
  httpAuth: HttpAuthService;
  database: Pick<Database, 'ping'>;
}

/**
 * Verifies what Backstage gave to its users and services. Its signed tokens are not guessed, because nobody guesses a
 * signature, and pages come back with a fresh one after theirs expired.
 */
export function createPortalVerifier(options: PortalOptions): VerifierOf {
  return presented => {
    const isGuessable = presented !== undefined && presented.kind !== 'jwt';
    return {
      isGuessable,
      async verify(req) {
        const credentials = await credentialsOf(options, req, {
          presented,
          isGuessable,
        });
        const caller = callerOf(credentials);
        if (!caller) throw unknown({ isGuessable: false });
        return {
          caller,
          roles: [],
          scopes: [],
          credentials,
          expiresAt: credentials.expiresAt,
        };
      },
    };
  };
}

interface Shown {
  presented?: PresentedCredential;
  isGuessable: boolean;
}

/**
 * A token that Backstage knows but restricts to elsewhere is refused (403); a fault of ours is not the caller's. Backstage
 * keeps the keys of its tokens in its databases, and calls a token bad whose key it could not read. So while the database is
 * away nobody is told that.
 */
async function credentialsOf(
  { httpAuth, database }: PortalOptions,
  req: Request,
  shown: Shown,
): Promise<BackstageCredentials> {
  try {
    return await httpAuth.credentials(req, { allow: ['user', 'service'] });
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : undefined;
    if (name === 'NotAllowedError') {
      throw new ProblemError({
        kind: 'token-restricted',
        detail: "This token isn't valid for SprintConnect.",
        cause,
      });
    }
    if (name === 'AuthenticationError') {
      if (shown.presented) await database.ping();
      throw unknown(shown, cause);
    }
    throw isPassing(cause) ? cannotCheck(cause) : cause;
  }
}

function cannotCheck(cause: unknown): ProblemError {
  return new ProblemError({
    kind: 'portal-unavailable',
    detail:
      "The portal can't check your token right now. Try again in a moment.",
    headers: { 'Retry-After': '5' },
    cause,
  });
}

function unknown(
  { presented, isGuessable }: Shown,
  cause?: unknown,
): RefusedCredential {
  return new RefusedCredential(
    'Send an API key, a Backstage user or service token, or a token from a configured issuer: "Authorization: Bearer <token>".',
    {
      code: presented ? 'invalid_token' : undefined,
      isGuess: isGuessable,
      cause,
    },
  );
}
