import type { JWTVerifyGetKey, JSONWebKeySet } from 'jose';
import type { Clock, Fetch } from '../../ports';
import type { IssuerSettings } from '../credentials/IdentitySettings';
import { loadJose } from './loadJose';

/** After this long keys are fetched anew, so that one that its issuer withdrew does not live on. */
const FRESH_MS = 10 * 60 * 1000;
/** While the issuer does not answer, keys are good for this long. */
const STALE_MS = 60 * 60 * 1000;
/** Not more often than this, whatever key ids are asked for. */
const COOL_DOWN_MS = 30 * 1000;

/** The keys of an issuer cannot be had; not the caller's fault. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/**
 * The public keys of one issuer, through egress. Which key a token means is looked up among those and nowhere else:
 * `jku`, `x5u`, `jwk` and `x5c` of a token lead nowhere. A key id that is not known is asked for anew, at most once in
 * a cool-down, because anybody can write one.
 */
export function createKeySet(options: {
  issuer: Pick<IssuerSettings, 'issuer' | 'jwksUrl'>;
  fetch: Fetch;
  clock: Clock;
}): JWTVerifyGetKey {
  const { fetch, clock } = options;
  let keys: { select: JWTVerifyGetKey; at: number } | undefined;
  let triedAt = -Infinity;
  let refreshing: Promise<void> | undefined;

  const fetchKeys = async () => {
    const at = clock.now().getTime();
    triedAt = at;
    const url = options.issuer.jwksUrl ?? (await discover(options));
    const set = (await readJson(fetch, url)) as JSONWebKeySet;
    keys = { select: loadJose().createLocalJWKSet(set), at };
  };
  const refresh = () => {
    refreshing ??= fetchKeys().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };
  const age = () => clock.now().getTime() - (keys?.at ?? -Infinity);
  const mayTry = () => clock.now().getTime() - triedAt >= COOL_DOWN_MS;

  const load = async () => {
    if (refreshing || (age() >= FRESH_MS && mayTry())) {
      await refresh().catch(error => {
        if (age() >= STALE_MS) throw unavailable(options, error);
      });
    }
    if (!keys || age() >= STALE_MS) throw unavailable(options);
    return keys.select;
  };

  return async (header, token) => {
    const select = await load();
    try {
      return await select(header, token);
    } catch (error) {
      const isUnknown =
        (error as { code?: string }).code === 'ERR_JWKS_NO_MATCHING_KEY';
      if (!isUnknown || !(mayTry() || refreshing)) throw error;
      await refresh().catch(() => undefined);
      return (await load())(header, token);
    }
  };
}

/** OpenID Connect Discovery, section 4, then RFC 8414, section 3. The document must be of this very issuer. */
async function discover(options: {
  issuer: Pick<IssuerSettings, 'issuer'>;
  fetch: Fetch;
}): Promise<string> {
  const { issuer } = options.issuer;
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const places = [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
  let last: unknown;
  for (const place of places) {
    try {
      const document = (await readJson(options.fetch, place)) as {
        issuer?: unknown;
        jwks_uri?: unknown;
      };
      if (document.issuer !== issuer) {
        throw new Error(`${place} doesn't belong to the issuer ${issuer}`);
      }
      const url = String(document.jwks_uri);
      if (/^https:/i.test(issuer) && !/^https:/i.test(url)) {
        throw new Error(`${place} lists keys that aren't at an https address`);
      }
      return url;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

async function readJson(fetch: Fetch, url: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/json, application/jwk-set+json' },
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

function unavailable(
  options: { issuer: Pick<IssuerSettings, 'issuer'> },
  cause?: unknown,
): KeysUnavailable {
  return new KeysUnavailable(
    `Couldn't read the keys of ${options.issuer.issuer}`,
    { cause },
  );
}
