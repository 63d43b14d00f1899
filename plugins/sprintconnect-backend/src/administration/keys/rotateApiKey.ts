import {
  type IssuedApiKey,
  rotateApiKeySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parse, ProblemError } from '../../http';
import type { RequestContext } from '../../ports';
import { type ApiKeyRecord, mintApiKey, toApiKey } from '../../identity';
import { type KeysDeps, noSuchKey, requireFuture } from './KeysDeps';
import { refuseEscalation } from './refuseEscalation';

const OVERLAP_HOURS = 24;
const HOUR_MS = 3600 * 1000;

/**
 * Gives a key a new secret; the one of before stays good for a while. A key has two secrets at most: one that a
 * rotation before had left over ends now. Nobody gets the secret of a key that may do more than they.
 */
export async function rotateApiKey(
  deps: KeysDeps,
  ctx: RequestContext,
  request: { id: string; body: unknown },
): Promise<IssuedApiKey> {
  // The body may be left out, which is not the same as `null`.
  const { body = {} } = request;
  const input = parse(rotateApiKeySchema, body);
  const { overlapHours = OVERLAP_HOURS } = input;
  const now = deps.clock.now();
  requireFuture(input.expiresAt, now);
  const asked = await deps.keys.find(ctx, request.id);
  if (!asked) throw noSuchKey();
  await refuseStronger(deps, ctx, asked);
  const minted = mintApiKey();
  const overlapUntil = now.getTime() + overlapHours * HOUR_MS;
  return deps.database.transaction(async tx => {
    const key = await deps.keys.lock(tx, ctx, request.id);
    if (!key) throw noSuchKey();
    refuseRevoked(key);
    const expiresAt = expiryOf(key, input.expiresAt);
    requireFuture(expiresAt?.toISOString(), now);
    // A later end is for the new secret: the one of before must not outlive what it was given for.
    const previousUntil = new Date(
      Math.min(overlapUntil, key.expiresAt?.getTime() ?? Infinity),
    );
    const change = { key, minted, at: now, previousUntil, expiresAt };
    await deps.keys.rotate(tx, ctx, change);
    await deps.audit.record(tx, ctx, {
      action: 'api-key-rotate',
      target: { type: 'api-key', id: key.id },
      outcome: 'success',
      meta: {
        name: key.name,
        prefix: minted.prefix,
        previousPrefix: key.secrets[0].prefix,
        previousUntil: previousUntil.toISOString(),
        expiresAt: expiresAt?.toISOString(),
      },
    });
    await deps.outbox.add(tx, {
      type: 'access.key.rotated',
      orgId: ctx.orgId,
      apiKeyId: key.id,
    });
    const secrets = [minted, { ...key.secrets[0], expiresAt: previousUntil }];
    const after = { ...key, expiresAt, secrets };
    return { ...toApiKey(after, now), secret: minted.secret };
  });
}

/** What a key holds by itself, and with the roles that are bound to it, which may narrow its scopes. */
async function refuseStronger(
  { authorizer, boundTo }: KeysDeps,
  ctx: RequestContext,
  { id, roles, scopes }: ApiKeyRecord,
): Promise<void> {
  const caller = { type: 'api-key' as const, ref: `api-key:${id}` };
  const bound = await boundTo({ caller, orgId: ctx.orgId });
  for (const held of [roles, [...roles, ...bound]]) {
    await refuseEscalation(authorizer, ctx, { by: 'key', roles: held, scopes });
  }
}

/** An absent time leaves it as it was; null takes it away. */
function expiryOf(key: ApiKeyRecord, asked: string | null | undefined) {
  if (asked === undefined) return key.expiresAt;
  return asked === null ? undefined : new Date(asked);
}

function refuseRevoked(key: ApiKeyRecord): void {
  if (key.revokedAt) {
    throw new ProblemError({
      kind: 'key-revoked',
      detail: `The key ${key.name} is revoked. Create a new one.`,
    });
  }
}
