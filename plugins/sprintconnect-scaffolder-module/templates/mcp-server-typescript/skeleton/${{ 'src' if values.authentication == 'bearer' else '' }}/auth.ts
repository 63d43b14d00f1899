import {
  type AuthInfo,
  getOAuthProtectedResourceMetadataUrl,
  OAuthError,
  OAuthErrorCode,
  requireBearerAuth,
} from '@modelcontextprotocol/server';
import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Settings } from './settings.ts';

export interface Auth {
  /** Where clients read who gives out tokens (RFC 9728). */
  metadataPath: string;
  metadata(): Response;
  /** The caller, or the refusal to send, which says where the metadata is. */
  authenticate(request: Request): Promise<AuthInfo | Response>;
}

/** Accepts access tokens that the issuer made for this server (`aud` is its public URL) and that expire. */
export function createAuth(
  { issuer, publicUrl }: Pick<Settings, 'issuer' | 'publicUrl'>,
  log: Logger,
): Auth {
  const resource = publicUrl.href;
  const metadataUrl = getOAuthProtectedResourceMetadataUrl(publicUrl);
  const findKey = createKeyFinder(issuer);

  async function verifyAccessToken(token: string): Promise<AuthInfo> {
    try {
      const { payload } = await jwtVerify(token, findKey, {
        issuer,
        audience: resource,
        requiredClaims: ['exp'],
      });
      return toAuthInfo(token, payload);
    } catch (error) {
      if (isFaultOfToken(error)) {
        log.info({ reason: error.message }, 'token refused');
        const text = 'The access token is not valid for this server';
        throw new OAuthError(OAuthErrorCode.InvalidToken, text);
      }
      log.error({ err: error, issuer }, 'cannot check tokens');
      throw error;
    }
  }

  return {
    metadataPath: new URL(metadataUrl).pathname,
    metadata: () =>
      Response.json({
        resource,
        authorization_servers: [issuer],
        bearer_methods_supported: ['header'],
      }),
    authenticate: requireBearerAuth({
      verifier: { verifyAccessToken },
      resourceMetadataUrl: metadataUrl,
    }),
  };
}

function toAuthInfo(token: string, payload: JWTPayload): AuthInfo {
  const { client_id: client, azp, sub, scope, exp } = payload;
  return {
    token,
    clientId: String(client ?? azp ?? sub ?? ''),
    scopes: typeof scope === 'string' ? scope.split(' ') : [],
    expiresAt: exp,
  };
}

/** Whether the token is to blame, rather than the way to the keys. */
function isFaultOfToken(error: unknown): error is errors.JOSEError {
  return (
    error instanceof errors.JOSEError &&
    error.code !== 'ERR_JOSE_GENERIC' &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid)
  );
}

/** Looks for the keys of the issuer when the first token comes, and again if that failed. */
function createKeyFinder(issuer: string): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    keys ??= discoverKeys(issuer).catch(error => {
      keys = undefined;
      throw error;
    });
    return (await keys)(header, token);
  };
}

const metadataSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** RFC 8414, section 3.1, puts the well-known part before the path of the issuer; OpenID Connect puts it after. */
async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  for (const place of [
    `/.well-known/oauth-authorization-server${path}`,
    `${path}/.well-known/openid-configuration`,
  ]) {
    const signal = AbortSignal.timeout(5_000);
    const response = await fetch(new URL(place, origin), { signal });
    if (!response.ok) continue;
    const metadata = metadataSchema.parse(await response.json());
    // Section 3.3: otherwise one issuer could speak for another.
    if (metadata.issuer !== issuer) {
      throw new Error(`${issuer} says that it is ${metadata.issuer}`);
    }
    return createRemoteJWKSet(new URL(metadata.jwks_uri));
  }
  throw new Error(`${issuer} does not say where its keys are`);
}
