import type { RequestHandler, Router } from 'express';
import { createRouter, methodNotAllowed, ProblemError } from '../http';
import type { ProtectedResources } from './createResources';

/**
 * Serves the metadata of our resources below `path`, to everyone and to the pages of every origin: it holds nothing that is not for
 * all. Any other path is answered here with 404, so that no page of the portal is taken for metadata.
 */
export function createMetadataRouter(
  path: string,
  resources: ProtectedResources,
): Router {
  const router = createRouter();
  router.use(path, openToPages(), async (req, res) => {
    const metadata = resources.metadataAt(req.path);
    if (!metadata) {
      throw new ProblemError({
        status: 404,
        detail: `There is no protected resource at this path. ${path}/mcp is the metadata of the MCP endpoint.`,
      });
    }
    if (!['GET', 'HEAD'].includes(req.method)) {
      throw methodNotAllowed(req, ['GET', 'HEAD']);
    }
    res.set('Cache-Control', 'public, max-age=300').json(metadata);
  });
  return router;
}

/** Clients in a browser send a header of MCP with it, and so ask first (Fetch, "CORS-preflight request"). */
function openToPages(): RequestHandler {
  return (req, res, next) => {
    if (!res.hasHeader('Access-Control-Allow-Origin')) {
      res.set('Access-Control-Allow-Origin', '*');
    }
    if (req.method === 'OPTIONS') {
      res
        .status(204)
        .set('Allow', 'GET, HEAD, OPTIONS')
        .set('Access-Control-Allow-Methods', 'GET, HEAD')
        .set('Access-Control-Allow-Headers', '*')
        .end();
      return;
    }
    next();
  };
}
