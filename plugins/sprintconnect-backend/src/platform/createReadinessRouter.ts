import type { Router } from 'express';
import type { ProblemKind } from '@sprintconnect/plugin-sprintconnect-common';
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
      throw unavailable('shutting-down', {
        detail: 'The plugin is shutting down.',
      });
    }
    try {
      await options.database.ping();
    } catch (cause) {
      throw unavailable('database-unavailable', {
        detail: "The database isn't responding.",
        cause,
      });
    }
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  return router;
}

function unavailable(
  kind: ProblemKind,
  said: { detail: string; cause?: unknown },
): ProblemError {
  const headers = { 'Retry-After': '5' };
  return new ProblemError({ kind, ...said, headers });
}
