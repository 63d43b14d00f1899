import type { Request, RequestHandler } from 'express';
import { LRUCache } from 'lru-cache';
import { ProblemError, requestIdOf, setContext } from '../http';
import { ORGANISATION_HEADER, type Tenancy } from '../organisations';
import type { BindingCheck } from './binding/createBindingCheck';
import type { Nonces } from './binding/createNonces';
import type { Challenges } from './createChallenges';
import type { GuessGuard, GuessSource } from './createGuessGuard';
import { traceIdOf } from './identifyRequest';
import { onlyOne } from './credentials/readCredential';
import { RefusedCredential } from './credentials/RefusedCredential';
import type { VerifierOf } from './credentials/Verifier';
import type {
  JudgedCredential,
  VerifiedCredential,
} from './credentials/VerifiedCredential';
import { parseCredential } from './parseCredential';

const GOOD_MAX = 10_000;

/** What stands between a request and its context. */
export interface Gate {
  verifierOf: VerifierOf;
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
      next(toProblem(error, req, gate));
    }
  };
}

async function verify(
  gate: Gate,
  req: Request,
  good: LRUCache<string, true>,
): Promise<{ credential: VerifiedCredential; scheme?: string }> {
  const certificate = gate.readCertificate(req);
  const presented = parseCredential(req);
  const verifier = gate.verifierOf(presented);
  if (!presented) {
    const judged = await verifier.verify(req);
    return { credential: await place(gate, req, judged) };
  }

  const { digest } = presented;
  const source = {
    address: req.ip,
    prefix: presented.kind === 'api-key' ? presented.prefix : undefined,
  };
  // Who was let in before goes on: behind one address there may be a whole office.
  if (verifier.isGuessable && !good.has(digest)) {
    await requirePatience(gate, source);
  }
  try {
    const judged = await verifier.verify(req);
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

async function requirePatience(
  { guesses }: Gate,
  source: GuessSource,
): Promise<void> {
  const seconds = await guesses.waitSeconds(source);
  if (seconds > 0) {
    throw new ProblemError({
      kind: 'too-many-guesses',
      detail: `Too many invalid credentials from this address. Try again in ${seconds} s.`,
      headers: { 'Retry-After': String(seconds) },
    });
  }
}

function toProblem(
  error: unknown,
  req: Request,
  { challenges, nonces }: Gate,
): unknown {
  if (!(error instanceof RefusedCredential)) return error;
  const isDpop = error.scheme === 'DPoP';
  return challenges.toProblem(
    error,
    req,
    isDpop ? nonces.current() : undefined,
  );
}
