import type { Router } from 'express';
import {
  healthHistoryQuerySchema,
  healthSummariesQuerySchema,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  contextOf,
  createRouter,
  idempotencyKeyOf,
  noteReplay,
  parse,
  queryOf,
} from '../../http';
import type { Authorizer } from '../../ports';
import { PERMISSION_TO, writeJudgementsOf } from '../../registry';
import { answerHealth } from './answerHealth';
import { answerHistory } from './answerHistory';
import { answerSummaries } from './answerSummaries';
import type { HistoryDeps } from './HistoryDeps';

/** The routes of the health of servers. To be mounted before those of the registry, which take any name for an id. */
export function createServerHealthRouter(options: {
  deps: HistoryDeps;
  authorizer: Authorizer;
}): Router {
  const { deps, authorizer } = options;
  const { registry } = deps;
  const router = createRouter();

  router.get('/v1/servers/health-summaries', async (req, res) => {
    const ctx = contextOf(req);
    const readable = await authorizer.judge(ctx, serverReadPermission);
    const { ids } = parse(healthSummariesQuerySchema, queryOf(req));
    res.set('Cache-Control', 'no-store');
    res.json(await answerSummaries(deps, ctx, { ids, readable }));
  });

  router.get('/v1/servers/:id/health', async (req, res) => {
    const ctx = contextOf(req);
    const readable = await authorizer.judge(ctx, serverReadPermission);
    const server = await registry.getServer(ctx, req.params.id, readable);
    res.set('Cache-Control', 'no-store');
    res.json(await answerHealth(deps, ctx, server));
  });

  router.get('/v1/servers/:id/health/history', async (req, res) => {
    const ctx = contextOf(req);
    const readable = await authorizer.judge(ctx, serverReadPermission);
    const query = parse(healthHistoryQuerySchema, queryOf(req));
    const { id } = req.params;
    const { id: serverId } = await registry.getServer(ctx, id, readable);
    res.set('Cache-Control', 'no-store');
    res.json(await answerHistory(deps, ctx, { serverId, query }));
  });

  router.post('/v1/servers/:id/probe', async (req, res) => {
    const ctx = contextOf(req);
    const judgements = await writeJudgementsOf(
      authorizer,
      ctx,
      PERMISSION_TO.probe,
    );
    const done = await registry.requestProbe(ctx, {
      ...judgements,
      id: req.params.id,
      idempotencyKey: idempotencyKeyOf(req),
    });
    noteReplay(res, done)
      .status(202)
      .location(`${req.baseUrl}/v1/jobs/${done.result.jobId}`)
      .set('Cache-Control', 'no-store')
      .json(done.result);
  });

  return router;
}
