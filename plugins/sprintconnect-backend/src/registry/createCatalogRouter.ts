import type { Request, Router } from 'express';
import { z } from 'zod';
import { ProblemError, contextOf, createRouter, etagOf, parse } from '../http';
import type { RequestContext } from '../ports';
import type { RegistryService } from './RegistryService';

const partSchema = z
  .string()
  .regex(/^[a-zA-Z0-9._-]{1,63}$/, 'is not part of the name of an entity');
const entitySchema = z.object({ namespace: partSchema, name: partSchema });

/** The routes by which the catalog tells what it says of servers. For services only: people edit their entities. */
export function createCatalogRouter(options: {
  service: RegistryService;
}): Router {
  const { service } = options;
  const router = createRouter();

  router.put('/v1/catalog/entities/:namespace/:name', async (req, res) => {
    const ctx = serviceContextOf(req);
    const entityRef = entityRefOf(req);
    const server = await service.applyCatalogServer(ctx, {
      entityRef,
      body: req.body,
    });
    res.set('ETag', etagOf(server.revision)).json(server);
  });

  router.delete('/v1/catalog/entities/:namespace/:name', async (req, res) => {
    const ctx = serviceContextOf(req);
    await service.removeCatalogServer(ctx, entityRefOf(req));
    res.status(204).end();
  });

  return router;
}

function serviceContextOf(req: Request): RequestContext {
  const ctx = contextOf(req);
  if (ctx.caller.type !== 'service') {
    throw new ProblemError({
      status: 403,
      detail:
        'Only the catalog may say what its entities are. Edit the catalog entity, or register the server with POST /v1/servers.',
    });
  }
  return ctx;
}

function entityRefOf(req: Request): string {
  const { namespace, name } = parse(entitySchema, req.params);
  return `api:${namespace}/${name}`.toLowerCase();
}
