import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { Request, Router } from 'express';
import {
  capabilityQuerySchema,
  serverCreatePermission,
  serverFacetsQuerySchema,
  serverQuerySchema,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  type Answer,
  contextOf,
  createRouter,
  etagOf,
  idempotencyKeyOf,
  parse,
  queryOf,
  requireIfMatch,
  sendAnswer,
} from '../http';
import type { Authorizer, RequestContext } from '../ports';
import { writeJudgementsOf } from './onLockedServer';
import type { RegistryService } from './RegistryService';
import { PERMISSION_TO, accessOf } from './serverAccess';
import { readScopeOf } from '../records';

/** The routes of servers and what they offer now. */
export function createServersRouter(options: {
  service: RegistryService;
  authorizer: Authorizer;
}): Router {
  const { service, authorizer } = options;
  const router = createRouter();
  const readsOf = (ctx: RequestContext) =>
    Promise.all([
      authorizer.judge(ctx, serverReadPermission),
      accessOf(authorizer, ctx),
    ]);

  router.get('/v1/servers', async (req, res) => {
    const ctx = contextOf(req);
    const readable = await authorizer.judge(ctx, serverReadPermission);
    const query = parse(serverQuerySchema, queryOf(req));
    const withAccess = query.fields?.includes('access')
      ? await accessOf(authorizer, ctx)
      : undefined;
    res.json(await service.listServers(ctx, { query, readable, withAccess }));
  });

  router.post('/v1/servers', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverCreatePermission);
    const idempotencyKey = idempotencyKeyOf(req);
    const answer = await service.registerServer(ctx, {
      body: req.body,
      idempotencyKey,
    });
    sendAnswer(res.set('ETag', tagOf(answer)), located(req, answer));
  });

  router.get('/v1/servers/facets', async (req, res) => {
    const ctx = contextOf(req);
    const readable = await authorizer.judge(ctx, serverReadPermission);
    const query = parse(serverFacetsQuerySchema, queryOf(req));
    res.json(await service.facets(ctx, { query, readable }));
  });

  router.get('/v1/servers/by-name/:environment/:name', async (req, res) => {
    const ctx = contextOf(req);
    const [readable, withAccess] = await readsOf(ctx);
    const { environment, name } = req.params;
    const key = { environment, name };
    const server = await service.getServerByName(ctx, key, readable);
    res.set('ETag', etagOf(server.revision)).json(withAccess(server));
  });

  router.get('/v1/servers/:id', async (req, res) => {
    const ctx = contextOf(req);
    const [readable, withAccess] = await readsOf(ctx);
    const server = await service.getServer(ctx, req.params.id, readable);
    res.set('ETag', etagOf(server.revision)).json(withAccess(server));
  });

  router.get('/v1/servers/:id/capabilities', async (req, res) => {
    const ctx = contextOf(req);
    const readScope = await readScopeOf(authorizer, ctx);
    const query = parse(capabilityQuerySchema, queryOf(req));
    const { id } = req.params;
    res.json(await service.listCapabilities(ctx, { id, query, readScope }));
  });

  addWrites(router, options);
  return router;
}

/** The routes that change one server. */
function addWrites(
  router: Router,
  { service, authorizer }: Parameters<typeof createServersRouter>[0],
): void {
  const judgementsOf = (ctx: RequestContext, permission: ResourcePermission) =>
    writeJudgementsOf(authorizer, ctx, permission);

  router.patch('/v1/servers/:id', async (req, res) => {
    const ctx = contextOf(req);
    const judgements = await judgementsOf(ctx, PERMISSION_TO.update);
    const answer = await service.updateServer(ctx, {
      ...judgements,
      id: req.params.id,
      revision: requireIfMatch(req),
      body: req.body,
      idempotencyKey: idempotencyKeyOf(req),
    });
    sendAnswer(res.set('ETag', tagOf(answer)), answer);
  });

  router.delete('/v1/servers/:id', async (req, res) => {
    const ctx = contextOf(req);
    const judgements = await judgementsOf(ctx, PERMISSION_TO.delete);
    const answer = await service.retireServer(ctx, {
      ...judgements,
      id: req.params.id,
      idempotencyKey: idempotencyKeyOf(req),
    });
    sendAnswer(res, answer);
  });

  router.post('/v1/servers/:id/drift/acknowledge', async (req, res) => {
    const ctx = contextOf(req);
    const judgements = await judgementsOf(ctx, PERMISSION_TO.update);
    const answer = await service.acknowledgeDrift(ctx, {
      ...judgements,
      id: req.params.id,
      body: req.body,
      idempotencyKey: idempotencyKeyOf(req),
    });
    sendAnswer(res, answer);
  });

  router.post('/v1/servers/:id/discover', async (req, res) => {
    const ctx = contextOf(req);
    const judgements = await judgementsOf(ctx, PERMISSION_TO.discover);
    const answer = await service.requestDiscovery(ctx, {
      ...judgements,
      id: req.params.id,
      idempotencyKey: idempotencyKeyOf(req),
    });
    sendAnswer(res, located(req, answer));
  });
}

function tagOf({ body }: Answer): string {
  return etagOf((body as { revision: number }).revision);
}

/** Locations are told as paths of this plugin; a caller needs them from the root of the host. */
function located(req: Request, answer: Answer): Answer {
  return {
    ...answer,
    location: answer.location && req.baseUrl + answer.location,
  };
}
