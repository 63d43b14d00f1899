import type { RequestHandler } from 'express';
import { openApiDocument } from '@sprintconnect/plugin-sprintconnect-common';

/**
 * Lets the pages of another origin that the portal has allowed (`backend.cors`) read the headers of the contract, such as
 * `ETag`; by default a browser hides them (Fetch, "CORS-safelisted response-header name"). A portal in development is such an
 * origin, and the settings of `create-app` expose nothing.
 */
export function exposeHeaders(): RequestHandler {
  let names: string | undefined;
  return (_req, res, next) => {
    if (res.hasHeader('Access-Control-Allow-Origin')) {
      names ??= namesOfContract();
      res.append('Access-Control-Expose-Headers', names);
    }
    next();
  };
}

function namesOfContract(): string {
  const { components } = openApiDocument() as {
    components: { headers: Record<string, object> };
  };
  return Object.keys(components.headers).join(', ');
}
