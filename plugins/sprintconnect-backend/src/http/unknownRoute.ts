import type { RequestHandler } from 'express';
import { openApiDocument } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from './ProblemError';
import { pathOf } from './problemHandler';

interface Place {
  pattern: RegExp;
  methods: string[];
}

/**
 * Answers where no router answered: 405 with `Allow` for a path of the contract that knows other methods (RFC 9110,
 * section 15.5.6), else 404. Must see the path from the plugin's root, so it is mounted with `all` and not `use`.
 */
export function unknownRoute(): RequestHandler {
  let places: Place[] | undefined;
  return req => {
    places ??= placesOfContract();
    const methods =
      places.find(({ pattern }) => pattern.test(req.path))?.methods ?? [];
    const path = pathOf(req.originalUrl);
    if (methods.length === 0 || methods.includes(req.method)) {
      throw new ProblemError({
        status: 404,
        detail: `There is no route ${req.method} ${path}. GET /openapi.json lists them.`,
      });
    }
    throw new ProblemError({
      status: 405,
      detail: `${path} does not know the method ${req.method}; it knows ${methods.join(', ')}.`,
      headers: { Allow: methods.join(', ') },
    });
  };
}

/** Paths without parameters come first, as in the routers: `/v1/servers/facets` is no `/v1/servers/{id}`. */
function placesOfContract(): Place[] {
  const { paths } = openApiDocument() as { paths: Record<string, object> };
  return Object.entries(paths)
    .sort(([a], [b]) => a.split('{').length - b.split('{').length)
    .map(([path, operations]) => ({
      pattern: new RegExp(
        `^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`,
        'i',
      ),
      methods: Object.keys(operations).flatMap(method =>
        method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
      ),
    }));
}
