import type { Router } from 'express';
import { openApiDocument } from '@sprintconnect/plugin-sprintconnect-common';
import { createRouter } from './createRouter';

/** `GET /openapi.json`: the REST contract (OpenAPI 3.1). Needs no caller, because it tells nothing about anybody. */
export function createOpenApiRouter(): Router {
  const document = JSON.stringify(openApiDocument());
  const router = createRouter();
  router.get('/openapi.json', async (_req, res) => {
    res.type('application/json').send(document);
  });
  return router;
}
