import { z } from 'zod';
import { capabilityKindSchema } from './capabilities';
import {
  credentialInputSchema,
  credentialNameSchema,
} from './credentialInputs';
import { driftSchema } from './drift';
import { environmentSchema } from './environments';
import { limits } from './names';
import { remoteSchema } from './remotes';
import { lines, oneLine } from './texts';

/** The name of a server: 1 to 100 letters, digits, "_" and "-", unique in its environment. @public */
export const serverNameSchema = z
  .string()
  .regex(/^[a-zA-Z0-9_-]+$/, 'can contain only letters, digits, "_", and "-"')
  .max(limits.nameLength);

const tagSchema = z
  .string()
  .regex(
    /^[a-z0-9+#]+(-[a-z0-9+#]+)*$/,
    'can contain only a-z, 0-9, "+", "#", and single "-"',
  )
  .max(limits.tagLength);
const entityRefSchema = z
  .string()
  .max(limits.entityRefLength)
  .regex(
    /^([a-z]+:)?([a-zA-Z0-9._-]+\/)?[a-zA-Z0-9._-]+$/,
    "isn't an entity reference such as group:default/platform",
  );

const serverFields = {
  title: oneLine(limits.titleLength).min(1),
  description: lines(limits.descriptionLength),
  remotes: z.array(remoteSchema).min(1).max(limits.remotes),
  tags: z
    .array(tagSchema)
    .max(limits.tags)
    .refine(
      tags => new Set(tags).size === tags.length,
      "can't contain a tag twice",
    )
    .meta({ uniqueItems: true }),
  owner: entityRefSchema.describe(
    'The group or user that owns the server. Has to be in the catalog of the portal',
  ),
  lifecycle: z
    .string()
    .regex(
      /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}$/,
      'must be a name such as production',
    ),
  system: entityRefSchema.describe(
    'The system that the server is part of. Has to be in the catalog of the portal',
  ),
  discoveryIntervalSeconds: z
    .number()
    .int()
    .min(10)
    .max(7 * 24 * 3600),
  /** Between two health probes; default: that of the environment. */
  probeIntervalSeconds: z
    .number()
    .int()
    .min(5)
    .max(24 * 3600),
};

/**
 * How long this server may take, in milliseconds, from 100 to 120 000; the configuration may allow less. `probeTimeoutMs` is for one
 * health probe, connecting included. `connectTimeoutMs` is for connecting to one remote at a discovery: the start of a process and the
 * negotiation of the protocol included. Defaults: `sprintconnect.health.timeoutMs` and `sprintconnect.upstream.connectTimeoutMs`; a
 * probe of a server that is a process may take as long as connecting to it.
 */
const timeoutSchema = z.number().int().min(100).max(limits.timeoutMs);

const callSettings = {
  timeoutMs: z
    .int()
    .min(1_000)
    .max(3_600_000)
    .describe('How long a call may take, in milliseconds'),
  resultBytesMax: z
    .int()
    .min(1_024)
    .max(64 * 1024 * 1024)
    .describe('The largest result. A larger one is refused whole'),
  outputSchema: z
    .enum(['off', 'warn', 'strict'])
    .describe(
      'What happens to a result that its output schema does not fit: nothing, a warning in the log, or a refusal',
    ),
};

/**
 * What calls of one server are held to; the configuration may allow less. An absent field means the default, which is that of
 * `sprintconnect.calls`.
 *
 * @public
 */
export const callSettingsOfServerSchema = z
  .strictObject(callSettings)
  .partial();
/** What {@link callSettingsOfServerSchema} accepts. @public */
export type CallSettingsOfServer = z.infer<typeof callSettingsOfServerSchema>;

/**
 * Body of `POST /v1/servers`. The environment must be one of the configured ones.
 * Unknown fields are refused, so that a misspelt field is not lost in silence.
 *
 * @public
 */
export const registerServerSchema = z.strictObject({
  name: serverNameSchema,
  environment: environmentSchema,
  remotes: serverFields.remotes,
  title: serverFields.title.optional(),
  description: serverFields.description.optional(),
  tags: serverFields.tags.optional(),
  owner: serverFields.owner.optional(),
  lifecycle: serverFields.lifecycle.optional(),
  system: serverFields.system.optional(),
  discoveryIntervalSeconds: serverFields.discoveryIntervalSeconds.optional(),
  probeIntervalSeconds: serverFields.probeIntervalSeconds.optional(),
  probeTimeoutMs: timeoutSchema.optional(),
  connectTimeoutMs: timeoutSchema.optional(),
  calls: callSettingsOfServerSchema.optional(),
  /** Its own credential. Not together with `credentialRef`. */
  credential: credentialInputSchema.optional(),
  /** The name of a shared credential that it uses. */
  credentialRef: credentialNameSchema.optional(),
});
/** What {@link registerServerSchema} accepts. @public */
export type RegisterServer = z.input<typeof registerServerSchema>;

/**
 * Body of `PATCH /v1/servers/{id}` (JSON merge patch, RFC 7396): an absent field stays, `null` clears it.
 *
 * @public
 */
export const updateServerSchema = z
  .strictObject({
    title: serverFields.title.nullable(),
    description: serverFields.description.nullable(),
    remotes: serverFields.remotes,
    tags: serverFields.tags,
    owner: serverFields.owner.nullable(),
    lifecycle: serverFields.lifecycle.nullable(),
    system: serverFields.system.nullable(),
    discoveryIntervalSeconds: serverFields.discoveryIntervalSeconds.nullable(),
    probeIntervalSeconds: serverFields.probeIntervalSeconds.nullable(),
    probeTimeoutMs: timeoutSchema.nullable(),
    connectTimeoutMs: timeoutSchema.nullable(),
    calls: z
      .strictObject({
        timeoutMs: callSettings.timeoutMs.nullable(),
        resultBytesMax: callSettings.resultBytesMax.nullable(),
        outputSchema: callSettings.outputSchema.nullable(),
      })
      .partial()
      .nullable(),
    /** Gives it its own credential, or rotates that without overlap. Not together with `credentialRef`. */
    credential: credentialInputSchema,
    /** Names a shared credential; its own one is destroyed. `null` takes either away. */
    credentialRef: credentialNameSchema.nullable(),
  })
  .partial();
/** What {@link updateServerSchema} accepts. @public */
export type UpdateServer = z.infer<typeof updateServerSchema>;

/**
 * Body of `PUT /v1/catalog/entities/{namespace}/{name}`: a server as its catalog entity describes it.
 *
 * @public
 */
export const catalogServerSchema = registerServerSchema.omit({
  credential: true,
});
/** What {@link catalogServerSchema} accepts. @public */
export type CatalogServer = z.infer<typeof catalogServerSchema>;

/**
 * Where a server stands: `draft` is not yet in use, `quarantined` is held back, `retired` is kept for its history only.
 *
 * @public
 */
export const serverStatusSchema = z.enum([
  'draft',
  'active',
  'quarantined',
  'retired',
]);
/** What {@link serverStatusSchema} accepts. @public */
export type ServerStatus = z.infer<typeof serverStatusSchema>;
/** Where a registration came from; the catalog owns what has origin `catalog`. @public */
export const serverOriginSchema = z.enum([
  'catalog',
  'api',
  'scaffolder',
  'federation',
]);
/** What {@link serverOriginSchema} accepts. @public */
export type ServerOrigin = z.infer<typeof serverOriginSchema>;
/**
 * Does the server answer; `unknown` until it was probed. `login-required`: it answers, but asks for a login, so that nothing more
 * is known; no incident, and no part of an error budget.
 *
 * @public
 */
export const healthStatusSchema = z.enum([
  'unknown',
  'healthy',
  'degraded',
  'unhealthy',
  'login-required',
]);
/** What {@link healthStatusSchema} accepts. @public */
export type HealthStatus = z.infer<typeof healthStatusSchema>;
/** `modern` speaks MCP 2026-07-28 or later, `legacy` an older revision. @public */
export const eraSchema = z.enum(['modern', 'legacy']);
/** What {@link eraSchema} accepts. @public */
export type Era = z.infer<typeof eraSchema>;

const timeSchema = z.iso.datetime();

/** Why the last discovery failed. `at` is RFC 3339 UTC. @public */
export const discoveryErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  at: timeSchema,
});
/** What {@link discoveryErrorSchema} accepts. @public */
export type DiscoveryError = z.infer<typeof discoveryErrorSchema>;

/**
 * What is wrong with one list of a server that was discovered all the same. Times are RFC 3339 UTC.
 *
 * `code` is one of `lastError`, such as `protocol`, `timeout` or `schema-too-large`; `message` is for people, at most 1000
 * UTF-16 code units. `since` is the first discovery in a row that found a fault in this list. Without `leftOut` the list could not be
 * read: what is shown of it is what it last held, at `lastListedAt`, and nothing where it was never read. With it the list was read,
 * and so many of its items were left out; of one that was kept before, what was kept stays.
 *
 * @public
 */
export const listFaultSchema = z.object({
  kind: capabilityKindSchema,
  code: z.string(),
  message: z.string(),
  since: timeSchema,
  leftOut: z.number().int().optional(),
  lastListedAt: timeSchema.optional(),
});
/** What {@link listFaultSchema} accepts. @public */
export type ListFault = z.infer<typeof listFaultSchema>;

/**
 * What the caller may do with one server: change it (`PATCH`), have it discovered (`POST …/discover`), have it probed
 * (`POST …/probe`), retire it (`DELETE`). By their permissions on this server, as the routes of these verbs judge them; a retired
 * server, or one that its catalog entity describes, can still refuse.
 *
 * @public
 */
export const serverAccessSchema = z.object({
  update: z.boolean(),
  discover: z.boolean(),
  probe: z.boolean(),
  delete: z.boolean(),
});
/** What {@link serverAccessSchema} accepts. @public */
export type ServerAccess = z.infer<typeof serverAccessSchema>;

/** A server as every route answers it. Times are RFC 3339 UTC; nothing here is secret. @public */
export const serverSchema = z.object({
  id: z.uuid(),
  orgId: z.string(),
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  environment: z.string(),
  remotes: z.array(remoteSchema),
  tags: z.array(z.string()),
  owner: z.string().optional(),
  lifecycle: z.string().optional(),
  system: z.string().optional(),
  discoveryIntervalSeconds: z.number().int().optional(),
  probeIntervalSeconds: z.number().int().optional(),
  /** Longest time of a health probe of this server. Absent: the default. */
  probeTimeoutMs: z.number().int().optional(),
  /** Longest time to connect to one of its remotes at a discovery. Absent: the default. */
  connectTimeoutMs: z.number().int().optional(),
  /** What calls of it are held to. Absent, as a whole or in part: the defaults. */
  calls: z
    .object({
      timeoutMs: z.int(),
      resultBytesMax: z.int(),
      outputSchema: callSettings.outputSchema,
    })
    .partial()
    .optional(),
  /** The name of the shared credential that it uses, or the ID of its own. Absent: it has none. */
  credentialRef: z.string().optional(),
  /** `person`: each person uses it with an account of their own, which they connect once. */
  login: z.literal('person').optional(),
  entityRef: z.string(),
  status: serverStatusSchema,
  origin: serverOriginSchema,
  era: eraSchema.optional(),
  protocolVersion: z.string().optional(),
  serverInfo: z
    .object({
      name: z.string(),
      version: z.string(),
      title: z.string().optional(),
    })
    .optional(),
  instructions: z.string().optional(),
  counts: z.object({
    tools: z.number().int(),
    resources: z.number().int(),
    resourceTemplates: z.number().int(),
    prompts: z.number().int(),
  }),
  health: z.object({
    status: healthStatusSchema,
    since: timeSchema.optional(),
    latencyMs: z.number().optional(),
  }),
  snapshot: z.object({
    current: z.number().int().optional(),
    approved: z.number().int().optional(),
    verdict: z.string().optional(),
  }),
  /** Present while there are warnings that nobody has looked at. */
  drift: driftSchema.optional(),
  revision: z.number().int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  lastDiscoveredAt: timeSchema.optional(),
  lastError: discoveryErrorSchema.optional(),
  /** Lists with a fault at the last good discovery, at most one of each kind; absent when all were read whole. */
  listFaults: z.array(listFaultSchema).optional(),
  /** In answers to who reads one server, and in lists of which `fields` names it. */
  access: serverAccessSchema.optional(),
  /** In lists with `q`: its name, title or description has what was asked for, or only words spelled like it. */
  match: z.enum(['words', 'similar']).optional(),
});
/** What {@link serverSchema} accepts. @public */
export type Server = z.infer<typeof serverSchema>;
