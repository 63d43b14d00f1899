import type { Request } from 'express';
import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { Caller } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';
import { type Database, isPassing } from '../ports';
import { API_KEY_MARK } from './keys/apiKeyText';
import type { PresentedCredential } from './credentials/readCredential';
import { RefusedCredential } from './credentials/RefusedCredential';
import { issuerOf } from './tokens/issuerOf';
import type { TokenVerifier } from './tokens/createTokenVerifier';
import type { JudgedCredential } from './credentials/VerifiedCredential';

/** Says whom a credential stands for, or throws {@link RefusedCredential}. */
export interface Recognise {
  (
    req: Request,
    presented: PresentedCredential | undefined,
  ): Promise<JudgedCredential>;
  /** Whether tokens of this issuer are not the portal's. */
  isForeign(issuer: string): boolean;
}

/**
 * Chooses who judges a credential, by how it looks, so that none is shown to a wrong judge: what begins like an API key
 * is one, a JWT that names a configured issuer is of that issuer, and everything else is Backstage's to know.
 */
export function createRecogniser(options: {
  httpAuth: HttpAuthService;
  verifyKey: (secret: string) => Promise<JudgedCredential>;
  tokens: TokenVerifier;
  database: Pick<Database, 'ping'>;
}): Recognise {
  const { verifyKey, tokens } = options;
  const recognise = async (
    req: Request,
    presented: PresentedCredential | undefined,
  ) => {
    if (presented?.token.startsWith(API_KEY_MARK)) {
      return verifyKey(presented.token);
    }
    const issuer = presented && issuerOf(presented.token);
    if (issuer !== undefined && tokens.knows(issuer)) {
      return tokens.verify(presented!.token, issuer);
    }
    const isSigned = issuer !== undefined;
    const credentials = await ofPortal(options, req, { presented, isSigned });
    return {
      caller: callerOf(credentials),
      roles: [],
      scopes: [],
      credentials,
      expiresAt: credentials.expiresAt,
    };
  };
  return Object.assign(recognise, { isForeign: tokens.knows });
}

/**
 * A token that Backstage knows but restricts to elsewhere is refused (403); a fault of ours is not the caller's. Backstage
 * keeps the keys of its tokens in its databases, and calls a token bad whose key it could not read. So while the database is
 * away nobody is told that.
 */
async function ofPortal(
  { httpAuth, database }: Parameters<typeof createRecogniser>[0],
  req: Request,
  what: { presented: PresentedCredential | undefined; isSigned: boolean },
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
      if (what.presented) await database.ping();
      throw unknown(what, cause);
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
  { presented, isSigned }: Parameters<typeof ofPortal>[2],
  cause?: unknown,
): RefusedCredential {
  return new RefusedCredential(
    'Send an API key, a Backstage user or service token, or a token from a configured issuer: "Authorization: Bearer <token>".',
    {
      code: presented ? 'invalid_token' : undefined,
      isGuess: presented !== undefined && !isSigned,
      cause,
    },
  );
}

/** A principal of a kind that we do not know is nobody. */
function callerOf({ principal }: BackstageCredentials): Caller {
  const { type, userEntityRef, subject } = principal as {
    type?: unknown;
    userEntityRef?: unknown;
    subject?: unknown;
  };
  if (type === 'user' && typeof userEntityRef === 'string') {
    return { type, ref: userEntityRef };
  }
  if (type === 'service' && typeof subject === 'string') {
    return { type, ref: subject };
  }
  throw unknown({ presented: undefined, isSigned: false });
}
