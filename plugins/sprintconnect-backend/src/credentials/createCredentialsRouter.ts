import type { Request, Router } from 'express';
import {
  credentialManagePermission,
  credentialQuerySchema,
  credentialUseQuerySchema,
  serverCreatePermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  contextOf,
  createRouter,
  etagOf,
  idempotencyKeyOf,
  noteReplay,
  noStore,
  parse,
  queryOf,
  requireIfMatch,
} from '../http';
import { createCredential } from './createCredential';
import type { CredentialDeps } from './CredentialDeps';
import { deleteCredential } from './deleteCredential';
import { listCredentials, listUses } from './listCredentials';
import { noSuchCredential } from './refusals';
import { endOverlap, rotateCredential } from './rotateCredential';
import { toCredential } from './toCredential';
import { updateCredential } from './updateCredential';

const ONE = '/v1/credentials/:id';

/**
 * The routes of shared credentials. Who may register servers sees what they can name; who manages credentials sees all of it, and
 * changes them.
 */
export function createCredentialsRouter(deps: CredentialDeps): Router {
  const { authorizer, store, users, clock } = deps;
  const router = createRouter();
  router.use(/^\/v1\/credentials(\/|$)/, noStore());
  /** Whoever manages them may read them, and so may who registers servers. */
  const reading = async (req: Request) => {
    const ctx = contextOf(req);
    const [mayManage] = await authorizer.holds(ctx, [
      credentialManagePermission,
    ]);
    if (!mayManage) await authorizer.require(ctx, serverCreatePermission);
    return { ctx, mayManage };
  };

  router.get('/v1/credentials', async (req, res) => {
    const { ctx, mayManage } = await reading(req);
    const query = parse(credentialQuerySchema, queryOf(req));
    res.json(await listCredentials(deps, ctx, { query, mayManage }));
  });

  router.get(ONE, async (req, res) => {
    const { ctx, mayManage } = await reading(req);
    const record = await store.find(ctx, req.params.id);
    if (!record) throw noSuchCredential();
    const uses = (await users.counts(ctx, [record])).get(record.id) ?? 0;
    const seen = { uses, now: clock.now(), mayManage };
    res.set('ETag', etagOf(record.revision)).json(toCredential(record, seen));
  });

  router.get(`${ONE}/uses`, async (req, res) => {
    const { ctx } = await reading(req);
    const readable = await authorizer.judge(ctx, serverReadPermission);
    const query = parse(credentialUseQuerySchema, queryOf(req));
    const { id } = req.params;
    res.json(await listUses(deps, ctx, { id, query, readable }));
  });

  addWrites(router, deps);
  return router;
}

function addWrites(router: Router, deps: CredentialDeps): void {
  const managing = async (req: Request) => {
    const ctx = contextOf(req);
    await deps.authorizer.require(ctx, credentialManagePermission);
    return ctx;
  };

  router.post('/v1/credentials', async (req, res) => {
    const ctx = await managing(req);
    const idempotencyKey = idempotencyKeyOf(req);
    const { body } = req;
    const done = await createCredential(deps, ctx, { body, idempotencyKey });
    const { id, revision } = done.result;
    noteReplay(res, done)
      .status(201)
      .location(`${req.baseUrl}/v1/credentials/${id}`)
      .set('ETag', etagOf(revision))
      .json(done.result);
  });

  const changes = [
    ['patch', ONE, updateCredential],
    ['post', `${ONE}/versions`, rotateCredential],
  ] as const;
  for (const [method, path, change] of changes) {
    router[method](path, async (req, res) => {
      const ctx = await managing(req);
      const done = await change(deps, ctx, {
        id: req.params.id,
        revision: requireIfMatch(req),
        body: req.body,
        idempotencyKey: idempotencyKeyOf(req),
      });
      const { revision } = done.result;
      noteReplay(res, done).set('ETag', etagOf(revision)).json(done.result);
    });
  }

  const ends = [
    [ONE, deleteCredential],
    [`${ONE}/versions/previous`, endOverlap],
  ] as const;
  for (const [path, end] of ends) {
    router.delete(path, async (req, res) => {
      const ctx = await managing(req);
      const { id } = req.params;
      const idempotencyKey = idempotencyKeyOf(req);
      const done = await end(deps, ctx, { id, idempotencyKey });
      noteReplay(res, done).status(204).end();
    });
  }
}
