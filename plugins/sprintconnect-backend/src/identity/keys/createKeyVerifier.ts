import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { type Clock, DatabaseUnavailableError } from '../../ports';
import type { PresentedCredential } from '../credentials/PresentedCredential';
import { RefusedCredential } from '../credentials/RefusedCredential';
import type { VerifiedCredential } from '../credentials/VerifiedCredential';
import type { ApiKeyRecord, ApiKeyStore } from './ApiKeyStore';
import { createRevisionWatch } from './createRevisionWatch';
import { statusOf } from './toApiKey';

const CACHED_MAX = 10_000;
const TOUCH_MS = 60_000;

/** Throws {@link RefusedCredential}. */
export type VerifyKey = (
  presented: Extract<PresentedCredential, { kind: 'api-key' }>,
) => Promise<VerifiedCredential>;

/**
 * Says whose API key a secret is. Keys are remembered, and each request asks the database for one number alone: the
 * revision of access. While it stands still nothing was revoked, and when it moves everything is forgotten, so that a
 * revocation holds on every instance from the request after its commit.
 */
export function createKeyVerifier(options: {
  keys: Pick<ApiKeyStore, 'findByPrefix' | 'revision' | 'touch'>;
  clock: Clock;
  logger: Pick<LoggerService, 'warn'>;
}): VerifyKey {
  const { keys, clock, logger } = options;
  const known = new LRUCache<string, ApiKeyRecord>({ max: CACHED_MAX });
  const touched = new LRUCache<string, number>({ max: CACHED_MAX });
  const readRevision = createRevisionWatch(() => keys.revision());
  let seen: number | undefined;

  const find = async (prefix: string, hash: string) => {
    const revision = await readRevision();
    if (revision !== seen) {
      known.clear();
      seen = revision;
    }
    const cached = known.get(hash);
    if (cached) return cached;
    const key = await keys.findByPrefix(prefix);
    if (!key?.secrets.some(secret => isSame(secret.hash, hash))) {
      throw invalid("This API key doesn't exist.");
    }
    // Another request may have seen a later revision meanwhile; then this may be older than that.
    if (seen === revision) known.set(hash, key);
    return key;
  };
  const touch = (key: ApiKeyRecord, now: number) => {
    if (now - (touched.get(key.id) ?? 0) < TOUCH_MS) return;
    touched.set(key.id, now);
    keys
      .touch(key, { at: new Date(now), unlessSince: new Date(now - TOUCH_MS) })
      .catch(error => {
        if (error instanceof DatabaseUnavailableError) return;
        logger.warn(`Couldn't record the last use of API key ${key.id}`, error);
      });
  };

  return async ({ prefix, digest: hash }) => {
    if (!prefix) {
      throw invalid(
        "This API key isn't complete. Check that you copied all of it.",
      );
    }
    const key = await find(prefix, hash);
    const now = clock.now();
    const expiresAt = requireLife(key, hash, now);
    touch(key, now.getTime());
    return {
      caller: { type: 'api-key', ref: `api-key:${key.id}` },
      orgId: key.orgId,
      roles: key.roles,
      scopes: key.scopes,
      ...(expiresAt && { expiresAt }),
      ...(key.dpopThumbprint && { binding: { jkt: key.dpopThumbprint } }),
    };
  };
}

/** Until when the secret is good. Refuses one that is so no longer, which is told only to who has it. */
function requireLife(
  key: ApiKeyRecord,
  hash: string,
  now: Date,
): Date | undefined {
  const status = statusOf(key, now);
  if (status !== 'active') throw invalid(`This API key is ${status}.`);
  const secret = key.secrets.find(each => each.hash === hash);
  if (!secret || (secret.expiresAt && secret.expiresAt <= now)) {
    throw invalid('This API key was rotated. Use its new secret.');
  }
  const ends = [key.expiresAt, secret.expiresAt].filter(each => each);
  return ends.sort((a, b) => Number(a) - Number(b))[0];
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));
}

function invalid(detail: string): RefusedCredential {
  return new RefusedCredential(detail, { code: 'invalid_token' });
}
