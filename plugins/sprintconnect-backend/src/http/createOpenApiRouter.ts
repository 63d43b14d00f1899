import type { Router } from 'express';
import { openApiDocument } from '@sprintconnect/plugin-sprintconnect-common';
import { createRouter } from './createRouter';

/** `GET /openapi.json`: the contract of all routes (OpenAPI 3.1), open to everyone since it holds nothing of theirs. */
export function createOpenApiRouter(): Router {
  const router = createRouter();
  // Derived when first asked for, because most starts are never asked.
  let text: string | undefined;
  router.get('/openapi.json', async (_req, res) => {
    text ??= JSON.stringify(openApiDocument());
    res.type('application/json').send(text);
  });
  return router;
}
