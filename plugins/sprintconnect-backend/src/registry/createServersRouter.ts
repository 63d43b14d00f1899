import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { Router } from 'express';
import {
  capabilityQuerySchema,
  serverCreatePermission,
  serverFacetsQuerySchema,
  serverQuerySchema,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  contextOf,
  createRouter,
  etagOf,
  idempotencyKeyOf,
  noteReplay,
  parse,
  queryOf,
  requireIfMatch,
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
    const done = await service.registerServer(ctx, {
      body: req.body,
      idempotencyKey,
    });
    const { id, revision } = done.result;
    noteReplay(res, done)
      .status(201)
      .location(`${req.baseUrl}/v1/servers/${id}`)
      .set('ETag', etagOf(revision))
      .json(done.result);
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
    const done = await service.updateServer(ctx, {
      ...judgements,
      id: req.params.id,
      revision: requireIfMatch(req),
      body: req.body,
      idempotencyKey: idempotencyKeyOf(req),
    });
    const { revision } = done.result;
    noteReplay(res, done).set('ETag', etagOf(revision)).json(done.result);
  });

  router.delete('/v1/servers/:id', async (req, res) => {
    const ctx = contextOf(req);
    const judgements = await judgementsOf(ctx, PERMISSION_TO.delete);
    const done = await service.retireServer(ctx, {
      ...judgements,
      id: req.params.id,
      idempotencyKey: idempotencyKeyOf(req),
    });
    noteReplay(res, done).status(204).end();
  });

  router.post('/v1/servers/:id/drift/acknowledge', async (req, res) => {
    const ctx = contextOf(req);
    const judgements = await judgementsOf(ctx, PERMISSION_TO.update);
    const done = await service.acknowledgeDrift(ctx, {
      ...judgements,
      id: req.params.id,
      body: req.body,
      idempotencyKey: idempotencyKeyOf(req),
    });
    noteReplay(res, done).json(done.result);
  });

  router.post('/v1/servers/:id/discover', async (req, res) => {
    const ctx = contextOf(req);
    const judgements = await judgementsOf(ctx, PERMISSION_TO.discover);
    const done = await service.requestDiscovery(ctx, {
      ...judgements,
      id: req.params.id,
      idempotencyKey: idempotencyKeyOf(req),
    });
    noteReplay(res, done)
      .status(202)
      .location(`${req.baseUrl}/v1/jobs/${done.result.jobId}`)
      .json(done.result);
  });
}
