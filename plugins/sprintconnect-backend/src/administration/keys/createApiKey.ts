import { v7 as uuid } from 'uuid';
import {
  type IssuedApiKey,
  createApiKeySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parse } from '../../http';
import type { RequestContext } from '../../ports';
import { type ApiKeyRecord, mintApiKey, toApiKey } from '../../identity';
import { type KeysDeps, requireFuture } from './KeysDeps';
import { refuseEscalation } from './refuseEscalation';
import { scopesOfToday } from './scopesOfToday';

/** Makes a key. The answer holds its secret, which nothing keeps. Nobody gives away more than they hold. */
export async function createApiKey(
  deps: KeysDeps,
  ctx: RequestContext,
  body: unknown,
): Promise<IssuedApiKey> {
  const input = parse(createApiKeySchema, body);
  const now = deps.clock.now();
  const expiresAt = requireFuture(input.expiresAt, now);
  const { roles = [] } = input;
  const scopes = scopesOfToday({ roles, scopes: input.scopes ?? [] });
  await refuseEscalation(deps.authorizer, ctx, { by: 'key', roles, scopes });
  const minted = mintApiKey();
  const key: ApiKeyRecord = {
    id: uuid(),
    orgId: ctx.orgId,
    name: input.name,
    scopes,
    roles: [...new Set(roles)],
    dpopThumbprint: input.dpopThumbprint,
    createdBy: ctx.caller.ref,
    createdAt: now,
    expiresAt,
    secrets: [minted],
  };
  await deps.database.transaction(async tx => {
    await deps.keys.insert(tx, ctx, { key, minted });
    await deps.audit.record(tx, ctx, {
      action: 'api-key-create',
      target: { type: 'api-key', id: key.id },
      outcome: 'success',
      meta: {
        name: key.name,
        prefix: minted.prefix,
        scopes: key.scopes,
        roles: key.roles,
        expiresAt: key.expiresAt?.toISOString(),
      },
    });
    await deps.outbox.add(tx, {
      type: 'access.key.created',
      orgId: ctx.orgId,
      apiKeyId: key.id,
    });
  });
  return { ...toApiKey(key, now), secret: minted.secret };
}
