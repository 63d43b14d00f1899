import type { ApiKey } from '@sprintconnect/plugin-sprintconnect-common';
import type { ApiKeyRecord } from './ApiKeyStore';
import { API_KEY_MARK } from './apiKeyText';

/** The key as people see it; absent fields are absent. */
export function toApiKey(key: ApiKeyRecord, now: Date): ApiKey {
  const [current, previous] = key.secrets;
  return {
    id: key.id,
    name: key.name,
    prefix: API_KEY_MARK + current.prefix,
    scopes: key.scopes,
    roles: key.roles,
    status: statusOf(key, now),
    createdBy: key.createdBy,
    createdAt: key.createdAt.toISOString(),
    ...(key.expiresAt && { expiresAt: key.expiresAt.toISOString() }),
    ...(key.lastUsedAt && { lastUsedAt: key.lastUsedAt.toISOString() }),
    ...(key.revokedAt && { revokedAt: key.revokedAt.toISOString() }),
    ...(previous?.expiresAt &&
      previous.expiresAt > now && {
        previous: {
          prefix: API_KEY_MARK + previous.prefix,
          expiresAt: previous.expiresAt.toISOString(),
        },
      }),
    ...(key.dpopThumbprint && { dpopThumbprint: key.dpopThumbprint }),
  };
}

/** Whether a key can be used at that time. */
export function statusOf(key: ApiKeyRecord, now: Date): ApiKey['status'] {
  if (key.revokedAt) return 'revoked';
  return key.expiresAt && key.expiresAt <= now ? 'expired' : 'active';
}
