import type { Request, Router } from 'express';
import {
  egressManagePermission,
  egressRuleQuerySchema,
  egressRuleSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  contextOf,
  createRouter,
  type Cursors,
  etagOf,
  idempotencyKeyOf,
  noteReplay,
  parse,
  queryOf,
  readPage,
  requireIfMatch,
} from '../../http';
import type { Authorizer } from '../../ports';
import { createRule } from './createRule';
import { toEgressRule } from './EgressRuleRecord';
import type { RulesDeps } from './RulesDeps';
import { deleteRule, updateRule } from './updateRule';

const FIELDS = Object.keys(egressRuleSchema.shape);

/** The routes of egress rules, for those who manage egress. */
export function createRulesRouter(
  deps: RulesDeps & { authorizer: Authorizer; cursors: Cursors },
): Router {
  const { authorizer, cursors, store } = deps;
  const router = createRouter();
  const permitted = async (req: Request) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, egressManagePermission);
    return ctx;
  };

  router.get('/v1/egress/rules', async (req, res) => {
    const ctx = await permitted(req);
    const query = parse(egressRuleQuerySchema, queryOf(req));
    const page = await readPage(cursors, ctx, {
      query,
      of: { of: 'egress-rules' },
      known: FIELDS,
      read: ({ after, limit }) =>
        store.list(ctx, { before: after && String(after[0]), limit }),
      toItem: toEgressRule,
      placeOf: rule => [rule.id],
      count: () => store.count(ctx),
    });
    res.json(page);
  });

  router.post('/v1/egress/rules', async (req, res) => {
    const ctx = await permitted(req);
    const done = await createRule(deps, ctx, {
      body: req.body,
      idempotencyKey: idempotencyKeyOf(req),
    });
    const { id, revision } = done.result;
    noteReplay(res, done)
      .status(201)
      .location(`${req.baseUrl}/v1/egress/rules/${id}`)
      .set('ETag', etagOf(revision))
      .json(done.result);
  });

  router.patch('/v1/egress/rules/:id', async (req, res) => {
    const ctx = await permitted(req);
    const done = await updateRule(deps, ctx, {
      id: req.params.id,
      revision: requireIfMatch(req),
      body: req.body,
      idempotencyKey: idempotencyKeyOf(req),
    });
    noteReplay(res, done)
      .set('ETag', etagOf(done.result.revision))
      .json(done.result);
  });

  router.delete('/v1/egress/rules/:id', async (req, res) => {
    const ctx = await permitted(req);
    const done = await deleteRule(deps, ctx, {
      id: req.params.id,
      revision: requireIfMatch(req),
      idempotencyKey: idempotencyKeyOf(req),
    });
    noteReplay(res, done).status(204).end();
  });
  return router;
}
