import type { Router } from 'express';
import {
  type Call,
  callQuerySchema,
  callSchema,
  serverReadPermission,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  contextOf,
  createRouter,
  type Cursors,
  parse,
  ProblemError,
  queryOf,
  readPage,
} from '../../http';
import {
  type Authorizer,
  type Criteria,
  isNever,
  NOTHING,
  type RequestContext,
} from '../../ports';
import { valuesOf } from '../../records';
import type { CallListStore, CallPosition } from './CallListStore';

const FIELDS = Object.keys(callSchema.shape);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `GET /v1/calls` and `GET /v1/calls/{id}`: the caller's own calls, and all of the servers that they may see and change. */
export function createCallsRouter(options: {
  calls: CallListStore;
  authorizer: Authorizer;
  cursors: Cursors;
}): Router {
  const { calls, authorizer, cursors } = options;
  const router = createRouter();

  router.get('/v1/calls', async (req, res) => {
    const ctx = contextOf(req);
    const query = parse(callQuerySchema, queryOf(req));
    const allowed = await changeable(authorizer, ctx);
    const { from, to } = query;
    const fields = query.fields as readonly string[] | undefined;
    const page = await readPage<Call, Call>(cursors, ctx, {
      query,
      of: { of: 'calls' },
      known: FIELDS,
      read: ({ after, limit }) =>
        calls.list(ctx, {
          filters: {
            ...query,
            outcome: valuesOf(query.outcome),
            from: from ? new Date(from) : undefined,
            to: to ? new Date(to) : undefined,
          },
          allowed,
          after: after as CallPosition | undefined,
          limit,
          bodies: !!fields?.some(each =>
            ['arguments', 'result'].includes(each),
          ),
        }),
      toItem: call => call,
      placeOf: call => [new Date(call.openedAt).getTime(), call.id],
    });
    res.set('Cache-Control', 'no-store').json(page);
  });

  router.get('/v1/calls/:id', async (req, res) => {
    const ctx = contextOf(req);
    const { id } = req.params;
    const allowed = await changeable(authorizer, ctx);
    const call = UUID.test(id)
      ? await calls.find(ctx, id.toLowerCase(), allowed)
      : undefined;
    if (!call) {
      throw new ProblemError({
        status: 404,
        detail: 'Call not found. GET /v1/calls lists the calls you can see.',
      });
    }
    res.set('Cache-Control', 'no-store').json(call);
  });
  return router;
}

/** Nothing is a fine answer here: everybody sees their own calls. */
async function changeable(
  authorizer: Authorizer,
  ctx: RequestContext,
): Promise<Criteria> {
  const judgements = await authorizer.judgements(ctx, [
    serverReadPermission,
    serverUpdatePermission,
  ]);
  const all = judgements.map(({ criteria }) => criteria);
  return all.some(isNever) ? NOTHING : { allOf: all };
}
