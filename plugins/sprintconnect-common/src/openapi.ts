import { z } from 'zod';
import { protectedResourceSchema } from './access';
import {
  apiKeySchema,
  createApiKeySchema,
  issuedApiKeySchema,
  rotateApiKeySchema,
} from './apiKeys';
import { auditRecordSchema } from './audit';
import { capabilitySchema } from './capabilities';
import { sprintConnectEventSchema, streamGapSchema } from './events';
import {
  healthHistorySchema,
  healthSummariesSchema,
  serverHealthSchema,
} from './health';
import { acceptedSchema, jobSchema } from './jobs';
import { meSchema } from './me';
import { limits } from './names';
import { type ApiRoute, type ComponentName, apiRoutes } from './routes';
import { pageSchema } from './page';
import { faultSchema, problemSchema } from './problem';
import {
  capabilityHitsSchema,
  capabilityWithServerSchema,
  serverHitSchema,
} from './search';
import {
  bindRoleSchema,
  myRolesSchema,
  organizationSchema,
  roleBindingSchema,
} from './roleBindings';
import { remoteSchema } from './remotes';
import {
  catalogServerSchema,
  registerServerSchema,
  serverSchema,
  updateServerSchema,
} from './servers';
import { serverFacetsSchema } from './serverQueries';
import {
  changeSchema,
  snapshotDiffSchema,
  snapshotSchema,
  snapshotSummarySchema,
} from './snapshots';

type Json = Record<string, unknown>;

const COMPONENTS: Record<ComponentName, z.ZodType> & Record<string, z.ZodType> =
  {
    Accepted: acceptedSchema,
    ApiKey: apiKeySchema,
    ApiKeyPage: pageSchema(apiKeySchema.partial()),
    AuditPage: pageSchema(auditRecordSchema.partial()),
    AuditRecord: auditRecordSchema,
    Capability: capabilitySchema,
    BindRole: bindRoleSchema,
    CapabilityHits: capabilityHitsSchema,
    CapabilityPage: pageSchema(capabilitySchema.partial()),
    CapabilityWithServer: capabilityWithServerSchema,
    CatalogServer: catalogServerSchema,
    Change: changeSchema,
    CreateApiKey: createApiKeySchema,
    Event: sprintConnectEventSchema,
    Fault: faultSchema,
    Health: z.object({ status: z.literal('ok') }),
    HealthHistory: healthHistorySchema,
    HealthSummaries: healthSummariesSchema,
    IssuedApiKey: issuedApiKeySchema,
    Job: jobSchema,
    JobPage: pageSchema(jobSchema.partial()),
    Me: meSchema,
    MyRoles: myRolesSchema,
    OpenApi: z.looseObject({ openapi: z.string() }),
    Organization: organizationSchema,
    Problem: problemSchema,
    ProtectedResource: protectedResourceSchema,
    RegisterServer: registerServerSchema,
    Remote: remoteSchema,
    RotateApiKey: rotateApiKeySchema,
    RoleBinding: roleBindingSchema,
    RoleBindingPage: pageSchema(roleBindingSchema.partial()),
    Server: serverSchema,
    ServerFacets: serverFacetsSchema,
    ServerHealth: serverHealthSchema,
    ServerHitPage: pageSchema(serverHitSchema),
    ServerPage: pageSchema(serverSchema.partial()),
    Snapshot: snapshotSchema,
    SnapshotDiff: snapshotDiffSchema,
    SnapshotSummary: snapshotSummarySchema,
    SnapshotSummaryPage: pageSchema(snapshotSummarySchema.partial()),
    StreamGap: streamGapSchema,
    UpdateServer: updateServerSchema,
  };

/** What any route with a caller may answer. */
const PROBLEMS = [401, 403, 429, 500];
const MEANINGS: Record<number, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Queued',
  204: 'Done, nothing to say',
  400: 'Malformed or invalid; "errors" lists every fault with its JSON path',
  401: 'Nobody was authenticated',
  403: 'The caller may not; "detail" names the permission',
  404: 'Not there, or not visible to this caller',
  409: 'In conflict with what is there',
  412: 'If-Match is stale',
  413: 'The body is larger than 256 KiB',
  415: 'The body is not JSON',
  422: 'Well-formed, and cannot be done',
  428: 'If-Match is missing',
  429: 'Too much; Retry-After says when to come back',
  500: 'Something failed inside; the log knows it under the request id',
  503: 'Not working now',
};

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
    security: [{ backstageToken: [] }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        backstageToken: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operationOf(route: ApiRoute): Json {
  const { operationId, summary, body, status, open, problems } = route;
  const refused = open ? problems : [...problems, ...PROBLEMS].sort();
  const parameters = parametersOf(route);
  return {
    operationId,
    summary,
    ...(open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: referTo(body) } },
      },
    }),
    responses: Object.fromEntries([
      [status, answerOf(route)],
      ...refused.map(each => [
        each,
        {
          ...problemContent(),
          description: MEANINGS[each],
        },
      ]),
    ]),
  };
}

function answerOf({ status, answer, headers, streams }: ApiRoute): Json {
  return {
    description: MEANINGS[status],
    ...(headers && {
      headers: Object.fromEntries(
        headers.map(name => [name, { schema: { type: 'string' } }]),
      ),
    }),
    ...(answer && {
      content: { 'application/json': { schema: referTo(answer) } },
    }),
    ...(streams && {
      content: Object.fromEntries(
        streams.map(type => [type, { schema: { type: 'string' } }]),
      ),
    }),
  };
}

function problemContent(): Json {
  return {
    content: { 'application/problem+json': { schema: referTo('Problem') } },
  };
}

function parametersOf(route: ApiRoute): Json[] {
  const { path, query, repeatable, conditional, resumable } = route;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query ? propertiesOf(query) : {}).map(
    ([name, schema]) => ({ name, in: 'query', schema }),
  );
  return [
    ...inPath,
    ...inQuery,
    ...(resumable ? [header('Last-Event-ID', { type: 'string' })] : []),
    ...(conditional
      ? [header('If-Match', { type: 'string', pattern: '^"\\d+"$' }, true)]
      : []),
    ...(repeatable
      ? [
          header('Idempotency-Key', {
            type: 'string',
            minLength: 1,
            maxLength: limits.idempotencyKeyLength,
          }),
        ]
      : []),
  ];
}

function header(name: string, schema: Json, required = false): Json {
  return { name, in: 'header', required, schema };
}

function propertiesOf(query: z.ZodObject): Record<string, Json> {
  const { properties } = z.toJSONSchema(query, { io: 'input' });
  return properties as Record<string, Json>;
}

function componentSchemas(): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(COMPONENTS)) {
    registry.add(schema, { id });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: id => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const { $id: _id, $schema: _dialect, ...rest } = schema as Json;
      return [id, rest];
    }),
  );
}

function referTo(component: string): Json {
  return { $ref: `#/components/schemas/${component}` };
}
