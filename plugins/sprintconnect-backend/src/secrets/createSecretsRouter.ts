import type { Router } from 'express';
import { credentialManagePermission } from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer } from '../ports';
import { contextOf, createRouter } from '../http';
import { listKeys } from './listKeys';
import type { VaultParts } from './createSecretVault';

/** `GET /v1/secrets/keys`, for who manages credentials. */
export function createSecretsRouter(
  parts: Pick<VaultParts, 'ring' | 'store'>,
  { authorizer }: { authorizer: Authorizer },
): Router {
  const router = createRouter();
  router.get('/v1/secrets/keys', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, credentialManagePermission);
    res.json(await listKeys(parts, ctx));
  });
  return router;
}
