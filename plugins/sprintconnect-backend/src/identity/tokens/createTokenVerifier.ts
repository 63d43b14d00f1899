import type { JWTPayload, JWTVerifyGetKey, JWTVerifyResult } from 'jose';
import { LRUCache } from 'lru-cache';
import { ProblemError } from '../../http';
import type { Clock, Egress } from '../../ports';
import type { IssuerSettings } from '../credentials/IdentitySettings';
import type { PresentedCredential } from '../credentials/PresentedCredential';
import { RefusedCredential } from '../credentials/RefusedCredential';
import type { VerifiedCredential } from '../credentials/VerifiedCredential';
import { createKeySet, KeysUnavailable } from './createKeySet';
import { loadJose } from './loadJose';
import { mapClaims } from './mapClaims';

const CACHED_MAX = 10_000;
/** How long a key that its issuer withdrew may at most live on in tokens that were verified before. */
const CACHED_MS = 5 * 60 * 1000;

interface CachedToken {
  credential: VerifiedCredential;
  until: number;
}

export interface TokenVerifier {
  /** Whether tokens of this `iss` are ours to judge. */
  knows(issuer: string): boolean;
  /**
   * Throws {@link RefusedCredential}, or a 503 problem while the keys of the issuer cannot be had. `endpoint` is taken as an audience
   * besides those that are configured: a client that asked for a token for it alone (RFC 8707) has one that is good nowhere else.
   */
  verify(
    presented: Extract<PresentedCredential, { kind: 'jwt' }>,
    endpoint?: string,
  ): Promise<VerifiedCredential>;
}

/** Judges JWT access tokens of the configured issuers (RFC 7519, RFC 8725, RFC 9068). */
export function createTokenVerifier(options: {
  issuers: readonly IssuerSettings[];
  egress: Egress;
  clock: Clock;
  defaultOrganisation: string;
}): TokenVerifier {
  const { egress, clock, defaultOrganisation } = options;
  const fetch = egress.fetch({
    headersTimeoutMs: 5_000,
    bodyTimeoutMs: 5_000,
    bodyBytesMax: 512 * 1024,
  });
  const issuers = new Map(
    options.issuers.map(settings => [
      settings.issuer,
      { settings, keys: createKeySet({ issuer: settings, fetch, clock }) },
    ]),
  );
  const verified = new LRUCache<string, CachedToken>({ max: CACHED_MAX });

  return {
    knows: issuer => issuers.has(issuer),
    async verify({ token, digest, issuer }, endpoint) {
      const now = clock.now();
      const key = `${digest} ${endpoint ?? ''}`;
      const cached = verified.get(key);
      if (cached && now.getTime() < cached.until) return cached.credential;
      const known = issuers.get(issuer);
      if (!known) throw refused("Its issuer isn't configured.");
      const { settings, keys } = known;
      const audience = [...settings.audience, ...(endpoint ? [endpoint] : [])];
      const { payload } = await verifyToken(token, {
        settings,
        keys,
        now,
        audience,
      });
      const expiresAt = new Date(Number(payload.exp) * 1000);
      const credential = {
        ...mapClaims(settings, payload, defaultOrganisation),
        expiresAt,
      };
      const until = Math.min(expiresAt.getTime(), now.getTime() + CACHED_MS);
      verified.set(key, { credential, until });
      return credential;
    },
  };
}

async function verifyToken(
  token: string,
  by: {
    settings: IssuerSettings;
    keys: JWTVerifyGetKey;
    now: Date;
    audience: string[];
  },
): Promise<JWTVerifyResult> {
  const { settings, keys, now, audience } = by;
  try {
    const result = await loadJose().jwtVerify(token, keys, {
      issuer: settings.issuer,
      audience,
      algorithms: [...settings.algorithms],
      clockTolerance: settings.clockSkewSeconds,
      requiredClaims: ['exp'],
      currentDate: now,
    });
    requireType(settings, result.protectedHeader.typ);
    requirePast(settings, result.payload, now);
    return result;
  } catch (error) {
    throw toRefusal(error);
  }
}

/** Else an ID token, or a token made for something else with the same keys, would do (RFC 8725, section 3.11). */
function requireType({ types }: IssuerSettings, typ: string | undefined): void {
  const given = plainType(typ ?? '');
  if (!types.some(each => plainType(each) === given)) {
    throw refused(`Its "typ" is ${JSON.stringify(typ)}; it must be ${types}.`);
  }
}

function plainType(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '');
}

function requirePast(
  { clockSkewSeconds }: IssuerSettings,
  { iat }: JWTPayload,
  now: Date,
): void {
  if (
    iat !== undefined &&
    (typeof iat !== 'number' || iat > now.getTime() / 1000 + clockSkewSeconds)
  ) {
    throw refused('It was issued in the future.');
  }
}

const REASONS: Record<string, string> = {
  ERR_JWT_EXPIRED: 'It has expired.',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "Its signature isn't valid.",
  ERR_JWKS_NO_MATCHING_KEY: "None of its issuer's keys signed it.",
  ERR_JOSE_ALG_NOT_ALLOWED: "Its algorithm isn't allowed.",
};

function toRefusal(error: unknown): unknown {
  if (error instanceof RefusedCredential) return error;
  if (error instanceof KeysUnavailable) {
    return new ProblemError({
      kind: 'issuer-unavailable',
      detail:
        "The keys of the authorization server that issued this token aren't available right now. Try again soon.",
      headers: { 'Retry-After': '30' },
      cause: error,
    });
  }
  const { code, claim } = error as { code?: string; claim?: string };
  const reason =
    REASONS[code ?? ''] ??
    (claim ? `Its claim ${claim} isn't valid.` : "It isn't a valid JWT.");
  return refused(reason, error);
}

function refused(reason: string, cause?: unknown): RefusedCredential {
  return new RefusedCredential(`The access token isn't valid. ${reason}`, {
    code: 'invalid_token',
    isGuess: (cause as { code?: string })?.code !== 'ERR_JWT_EXPIRED',
    cause,
  });
}
