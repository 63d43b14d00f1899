import type { Router } from 'express';
import {
  jobQuerySchema,
  jobSchema,
  jobsManagePermission,
  serverReadPermission,
  type Page,
  type Job,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer } from '../ports';
import {
  contextOf,
  createRouter,
  parse,
  pickFields,
  ProblemError,
  queryOf,
  type Cursors,
} from '../http';
import type { JobStore } from './JobStore';

/** `GET /v1/jobs/{id}` for whoever may see servers, and `GET /v1/jobs` for who manages jobs; youngest first. */
export function createJobsRouter(options: {
  store: JobStore;
  authorizer: Authorizer;
  cursors: Cursors;
}): Router {
  const { store, authorizer, cursors } = options;
  const router = createRouter();

  router.get('/v1/jobs/:id', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, serverReadPermission);
    const job = await store.get(ctx, req.params.id);
    if (!job) {
      throw new ProblemError({
        status: 404,
        detail: `There is no job ${req.params.id}. Jobs are forgotten 7 days after they end.`,
      });
    }
    res.json(job);
  });

  router.get('/v1/jobs', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, jobsManagePermission);
    const query = parse(jobQuerySchema, queryOf(req));
    const position = cursors.verify(ctx, query);
    const jobs = await store.list(ctx, {
      state: query.state,
      kind: query.kind,
      before: position && String(position[0]),
      limit: query.limit + 1,
    });
    const items = jobs.slice(0, query.limit);
    const page: Page<Partial<Job>> = {
      items: pickFields(items, query.fields, Object.keys(jobSchema.shape)),
      ...(jobs.length > query.limit && {
        nextCursor: cursors.sign(ctx, query, [items[items.length - 1].id]),
      }),
    };
    res.json(page);
  });
  return router;
}
