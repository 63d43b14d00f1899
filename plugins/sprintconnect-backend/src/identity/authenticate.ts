import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { LRUCache } from 'lru-cache';
import { ProblemError, requestIdOf, setContext } from '../http';
import { ORGANISATION_HEADER, type Tenancy } from '../organisations';
import type { BindingCheck } from './binding/createBindingCheck';
import type { Nonces } from './binding/createNonces';
import type { Challenges } from './createChallenges';
import type { GuessGuard } from './createGuessGuard';
import type { Recognise } from './createRecogniser';
import { traceIdOf } from './identifyRequest';
import { prefixOf } from './keys/apiKeyText';
import {
  onlyOne,
  type PresentedCredential,
  readCredential,
} from './credentials/readCredential';
import { RefusedCredential } from './credentials/RefusedCredential';
import { issuerOf } from './tokens/issuerOf';
import type {
  JudgedCredential,
  VerifiedCredential,
} from './credentials/VerifiedCredential';

const GOOD_MAX = 10_000;

/** What stands between a request and its context. */
export interface Gate {
  recognise: Recognise;
  checkBinding: BindingCheck;
  /** Thumbprint of the client's certificate; refuses the header of one that comes from who may not send it. */
  readCertificate(req: Request): string | undefined;
  challenges: Challenges;
  guesses: GuessGuard;
  nonces: Nonces;
  tenancy: Tenancy;
}

/**
 * Says who asks, or refuses: 400 for what is ambiguous, 401 for what is not known, 429 for who tries too often. What
 * fails in any other way is an error, and nobody is let in by one.
 */
export function authenticate(gate: Gate): RequestHandler {
  const good = new LRUCache<string, true>({ max: GOOD_MAX });
  return async (req, res, next) => {
    try {
      const { credential, scheme } = await verify(gate, req, good);
      if (scheme === 'DPoP') res.set('DPoP-Nonce', gate.nonces.current());
      const { caller, orgId, roles, scopes, credentials, expiresAt } =
        credential;
      setContext(req, {
        caller,
        orgId,
        roles,
        scopes,
        requestId: requestIdOf(res),
        traceId: traceIdOf(req.get('traceparent')),
        address: req.ip,
        ...(credentials && { credentials }),
        ...(expiresAt && { expiresAt }),
      });
      next();
    } catch (error) {
      next(toProblem(error, gate));
    }
  };
}

async function verify(
  gate: Gate,
  req: Request,
  good: LRUCache<string, true>,
): Promise<{ credential: VerifiedCredential; scheme?: string }> {
  const certificate = gate.readCertificate(req);
  const presented = readCredential(req);
  if (!presented) {
    const judged = await gate.recognise(req, undefined);
    return { credential: await place(gate, req, judged) };
  }

  const digest = createHash('sha256').update(presented.token).digest('base64');
  const source = { address: req.ip, prefix: prefixOf(presented.token) };
  if (!good.has(digest)) await requirePatience(gate, presented, source);
  try {
    const judged = await gate.recognise(req, presented);
    const { binding } = judged;
    await gate.checkBinding(req, presented, { binding, certificate });
    good.set(digest, true);
    const credential = await place(gate, req, judged);
    return { credential, scheme: presented.scheme };
  } catch (error) {
    if (error instanceof RefusedCredential && error.isGuess) {
      await gate.guesses.failed(source);
    }
    throw error;
  }
}

/** Says of which organisation they are; nobody gets further without one. */
async function place(
  { tenancy }: Gate,
  req: Request,
  judged: JudgedCredential,
): Promise<VerifiedCredential> {
  const { caller, orgId: own } = judged;
  const named = onlyOne(req, ORGANISATION_HEADER);
  const organisation = await tenancy.organisationOf({ caller, own, named });
  return { ...judged, orgId: organisation.id };
}

/**
 * Who was let in before goes on: behind one address there may be a whole office. Signed tokens of the portal are not
 * held up either, because nobody guesses a signature, and pages come back with a fresh one after theirs expired.
 */
async function requirePatience(
  { guesses, recognise }: Gate,
  { token }: PresentedCredential,
  source: { address?: string; prefix?: string },
): Promise<void> {
  const issuer = issuerOf(token);
  if (issuer !== undefined && !recognise.isForeign(issuer)) return;
  const seconds = await guesses.waitSeconds(source);
  if (seconds > 0) {
    throw new ProblemError({
      kind: 'too-many-guesses',
      detail: `Too many invalid credentials from this address. Try again in ${seconds} s.`,
      headers: { 'Retry-After': String(seconds) },
    });
  }
}

function toProblem(error: unknown, { challenges, nonces }: Gate): unknown {
  if (!(error instanceof RefusedCredential)) return error;
  const isDpop = error.scheme === 'DPoP';
  return challenges.toProblem(error, isDpop ? nonces.current() : undefined);
}
