import type { Request, Router } from 'express';
import {
  accessManagePermission,
  apiKeyQuerySchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  contextOf,
  createRouter,
  parse,
  ProblemError,
  queryOf,
} from '../../http';
import { createApiKey } from './createApiKey';
import { type KeysDeps, noSuchKey } from './KeysDeps';
import { listApiKeys } from './listApiKeys';
import { revokeApiKey } from './revokeApiKey';
import { rotateApiKey } from './rotateApiKey';
import { toApiKey } from '../../identity';

/** The routes of API keys, for those who manage access. */
export function createKeysRouter(deps: KeysDeps): Router {
  const router = createRouter();
  const permitted = async (req: Request) => {
    const ctx = contextOf(req);
    await deps.authorizer.require(ctx, accessManagePermission);
    return ctx;
  };

  router.get('/v1/api-keys', async (req, res) => {
    const ctx = await permitted(req);
    const query = parse(apiKeyQuerySchema, queryOf(req));
    res.json(await listApiKeys(deps, ctx, query));
  });

  router.post('/v1/api-keys', async (req, res) => {
    const ctx = await permitted(req);
    refuseIdempotencyKey(req);
    const key = await createApiKey(deps, ctx, req.body);
    res
      .status(201)
      .location(`${req.baseUrl}/v1/api-keys/${key.id}`)
      .set('Cache-Control', 'no-store')
      .json(key);
  });

  router.get('/v1/api-keys/:id', async (req, res) => {
    const ctx = await permitted(req);
    const key = await deps.keys.find(ctx, req.params.id);
    if (!key) throw noSuchKey();
    res.json(toApiKey(key, deps.clock.now()));
  });

  router.delete('/v1/api-keys/:id', async (req, res) => {
    const ctx = await permitted(req);
    await revokeApiKey(deps, ctx, req.params.id);
    res.status(204).end();
  });

  router.post('/v1/api-keys/:id/rotate', async (req, res) => {
    const ctx = await permitted(req);
    refuseIdempotencyKey(req);
    const { id } = req.params;
    const key = await rotateApiKey(deps, ctx, { id, body: req.body });
    res.set('Cache-Control', 'no-store').json(key);
  });
  return router;
}

/** An answer that can be repeated is an answer that is kept, and a secret is kept nowhere. */
function refuseIdempotencyKey(req: Request): void {
  if (req.get('Idempotency-Key') !== undefined) {
    throw new ProblemError({
      kind: 'idempotency-not-supported',
      detail:
        "The response contains a secret, so it can't be stored for replay. Send the request without Idempotency-Key. If you lose the response, revoke the key and create another.",
    });
  }
}
