import type { Router } from 'express';
import { createRouter, methodNotAllowed } from '../http';
import { clientDocument, type OwnAddresses } from '../oauth';
import { CLIENT_DOCUMENT_PATH } from './addresses';

/** Serves our client id metadata document to everybody: it says where we are, and holds nothing else. */
export function createDocumentRouter(addresses: OwnAddresses): Router {
  const router = createRouter();
  const document = clientDocument(addresses);
  router.all(CLIENT_DOCUMENT_PATH, (req, res) => {
    if (!['GET', 'HEAD'].includes(req.method)) {
      throw methodNotAllowed(req, ['GET', 'HEAD']);
    }
    res.set('Cache-Control', 'public, max-age=3600').json(document);
  });
  return router;
}
