import type { Router } from 'express';
import type { Database } from '../ports';
import { createRouter, ProblemError } from '../http';

/**
 * `GET /v1/health`: 200 `{status: "ok"}` while the plugin can use its database and is not stopping, else 503.
 * Needs no caller, so that a load balancer can ask; it says nothing more for the same reason.
 */
export function createReadinessRouter(options: {
  database: Database;
  stopping: () => boolean;
}): Router {
  const router = createRouter();
  router.get('/v1/health', async (_req, res) => {
    if (options.stopping()) {
      throw unavailable('The plugin is shutting down.');
    }
    try {
      await options.database.ping();
    } catch (cause) {
      throw unavailable("The database isn't responding.", cause);
    }
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  return router;
}

function unavailable(detail: string, cause?: unknown): ProblemError {
  const headers = { 'Retry-After': '5' };
  return new ProblemError({ status: 503, detail, headers, cause });
}
