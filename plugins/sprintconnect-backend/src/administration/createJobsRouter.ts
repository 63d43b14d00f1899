import type { Router } from 'express';
import {
  jobQuerySchema,
  jobSchema,
  jobsManagePermission,
  serverReadPermission,
  type Job,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer, JobLog, RequestContext } from '../ports';
import {
  contextOf,
  createRouter,
  parse,
  ProblemError,
  queryOf,
  readPage,
  type Cursors,
} from '../http';
import type { Registry } from '../registry';

export interface JobListOptions {
  jobLog: JobLog;
  authorizer: Authorizer;
  registry: Pick<Registry['service'], 'keepVisible'>;
  cursors: Cursors;
}

/**
 * `GET /v1/jobs/{id}` for whoever may see the server that the job is about, or manages jobs; and `GET /v1/jobs` for who
 * manages jobs, youngest first.
 */
export function createJobsRouter(options: JobListOptions): Router {
  const { jobLog, authorizer, cursors, registry } = options;
  const router = createRouter();

  /** Whoever manages jobs sees each that they list; of others it is asked what they may read. */
  const isVisible = async (ctx: RequestContext, serverId?: string) => {
    const [isManager] = await authorizer.holds(ctx, [jobsManagePermission]);
    if (isManager) return true;
    const readable = await authorizer.judge(ctx, serverReadPermission);
    const servers = serverId === undefined ? [] : [serverId];
    const seen = await registry.keepVisible(ctx, servers, readable);
    return seen.length > 0;
  };

  router.get('/v1/jobs/:id', async (req, res) => {
    const ctx = contextOf(req);
    const found = await jobLog.find(ctx, req.params.id);
    const isSeen = await isVisible(ctx, found?.serverId);
    if (!found || !isSeen) {
      throw new ProblemError({
        status: 404,
        detail: `Job ${req.params.id} not found. Jobs are deleted 7 days after they end.`,
      });
    }
    res.json(found.job);
  });

  router.get('/v1/jobs', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, jobsManagePermission);
    const query = parse(jobQuerySchema, queryOf(req));
    const page = await readPage<Job, Job>(cursors, ctx, {
      query,
      of: { of: 'jobs' },
      known: Object.keys(jobSchema.shape),
      read: ({ after, limit }) =>
        jobLog.list(ctx, {
          state: query.state,
          kind: query.kind,
          before: after && String(after[0]),
          limit,
        }),
      toItem: job => job,
      placeOf: job => [job.id],
    });
    res.json(page);
  });
  return router;
}
