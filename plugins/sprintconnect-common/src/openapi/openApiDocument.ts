import { type ApiRoute, apiRoutes } from '../routes';
import { componentSchemas, referTo } from './components';
import { parametersOf } from './parametersOf';
import { responseHeaders } from './responseHeaders';
import { responsesOf } from './responsesOf';
import { securityOf, securitySchemes } from './securitySchemes';
import type { Json } from './toJsonSchema';

/**
 * The REST contract as an OpenAPI 3.1 document, derived from the schemas that routers and client use.
 * Items of lists have every field optional, because `fields` chooses among them.
 *
 * @public
 */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Json> = {};
  for (const route of apiRoutes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method]: operationOf(route),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'SprintConnect',
      version: '1',
      description:
        'MCP servers in Backstage: registered, discovered, governed.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/sprintconnect' }],
    paths,
    components: {
      schemas: componentSchemas(),
      headers: responseHeaders,
      securitySchemes,
    },
  };
}

function operationOf(route: ApiRoute): Json {
  const { operationId, summary } = route;
  const parameters = parametersOf(route);
  return {
    operationId,
    summary,
    security: securityOf(route),
    ...(parameters.length > 0 && { parameters }),
    ...requestBodyOf(route),
    responses: responsesOf(route),
  };
}

function requestBodyOf({ body, optionalBody = false, method }: ApiRoute): Json {
  if (!body) return {};
  const types = [
    'application/json',
    ...(method === 'patch' ? ['application/merge-patch+json'] : []),
  ];
  return {
    requestBody: {
      required: !optionalBody,
      content: Object.fromEntries(
        types.map(type => [type, { schema: referTo(body) }]),
      ),
    },
  };
}
