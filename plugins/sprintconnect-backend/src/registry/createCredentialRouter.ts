import type { Router } from 'express';
import {
  credentialManagePermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  contextOf,
  createRouter,
  etagOf,
  idempotencyKeyOf,
  noteReplay,
  requireIfMatch,
} from '../http';
import type { Authorizer } from '../ports';
import { writeJudgementsOf } from './onLockedServer';
import type { RegistryService } from './RegistryService';
import { PERMISSION_TO } from './serverAccess';

const PATH = '/v1/servers/:id/credential';

/** The routes of what a server presents. The revision in `If-Match` is that of the server; the `ETag` is that of the credential. */
export function createCredentialRouter(options: {
  service: RegistryService;
  authorizer: Authorizer;
}): Router {
  const { service, authorizer } = options;
  const router = createRouter();

  router.get(PATH, async (req, res) => {
    const ctx = contextOf(req);
    const readable = await authorizer.judge(ctx, serverReadPermission);
    const [[writable], [mayManage]] = await Promise.all([
      authorizer.judgements(ctx, [PERMISSION_TO.update]),
      authorizer.holds(ctx, [credentialManagePermission]),
    ]);
    const { id } = req.params;
    const asked = { id, readable, writable, mayManage };
    const credential = await service.getServerCredential(ctx, asked);
    res.set('ETag', etagOf(credential.revision)).json(credential);
  });

  router.put(PATH, async (req, res) => {
    const ctx = contextOf(req);
    const judgements = await writeJudgementsOf(
      authorizer,
      ctx,
      PERMISSION_TO.update,
    );
    const done = await service.putServerCredential(ctx, {
      ...judgements,
      id: req.params.id,
      revision: requireIfMatch(req),
      body: req.body,
      idempotencyKey: idempotencyKeyOf(req),
    });
    noteReplay(res, done)
      .set('ETag', etagOf(done.result.revision))
      .json(done.result);
  });

  router.delete(PATH, async (req, res) => {
    const ctx = contextOf(req);
    const judgements = await writeJudgementsOf(
      authorizer,
      ctx,
      PERMISSION_TO.update,
    );
    const done = await service.removeServerCredential(ctx, {
      ...judgements,
      id: req.params.id,
      idempotencyKey: idempotencyKeyOf(req),
    });
    noteReplay(res, done).status(204).end();
  });
  return router;
}
