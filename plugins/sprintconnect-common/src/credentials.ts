import { z } from 'zod';
import {
  credentialFields,
  credentialInputSchema,
  credentialNameSchema,
} from './credentialInputs';
import { fieldsOf } from './fieldsOf';
import { environmentSchema } from './environments';
import { pageQuerySchema } from './page';
import { serverSchema } from './servers';
import { lines } from './texts';

const timeSchema = z.iso.datetime();
const originsSchema = z
  .array(
    z
      .string()
      .max(300)
      .regex(
        /^https?:\/\/[a-z0-9.:[\]-]+$/,
        'must be an origin such as https://weather.example',
      ),
  )
  .min(1)
  .max(20)
  .refine(
    origins => new Set(origins).size === origins.length,
    "can't contain an origin twice",
  )
  .meta({ uniqueItems: true });
const environmentsSchema = z.array(environmentSchema).min(1).max(50);

/** What a credential is: how it is presented to a server. @public */
export const credentialTypeSchema = z.enum([
  'bearer',
  'header',
  'basic',
  'mtls',
  'oauth-client-credentials',
  'oauth-user',
]);
/** What {@link credentialTypeSchema} accepts. @public */
export type CredentialType = z.infer<typeof credentialTypeSchema>;

/**
 * A credential as routes answer it. Its secrets are in no answer. Times are RFC 3339 UTC. `shared`: servers name it, and only who
 * holds `sprintconnect.credential.manage` changes it; otherwise it is that of the one server `serverId`.
 *
 * `username`, `clientId`, `issuer`, `tokenEndpoint`, `scopes`, `issuerException`, `discoverWith`, `references` and `createdBy` are there only for who may change the
 * credential. `origins` is where it is sent, and nowhere else: each is scheme, host and port.
 *
 * @public
 */
export const credentialSchema = z.object({
  id: z.uuid(),
  /** Of shared ones: what servers name it by. */
  name: z.string().optional(),
  shared: z.boolean(),
  /** The server whose own it is. */
  serverId: z.uuid().optional(),
  description: z.string().optional(),
  type: credentialTypeSchema,
  /** From 1; each rotation is another. */
  version: z.number().int(),
  /** The version before, which is tried where the server rejects this one, until `until`. */
  previous: z
    .object({
      version: z.number().int(),
      type: credentialTypeSchema,
      until: timeSchema,
    })
    .optional(),
  origins: z.array(z.string()),
  /** Of shared ones: where servers may name it. Absent: in all environments. */
  environments: z.array(z.string()).optional(),
  headerName: z.string().optional(),
  username: z.string().optional(),
  clientId: z.string().optional(),
  issuer: z.string().optional(),
  tokenEndpoint: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  /** Of `oauth-user`: the one mismatch of issuers that is allowed. */
  issuerException: z.object({ named: z.string(), says: z.string() }).optional(),
  /** Of `oauth-user`: the shared credential that discovery and probes use. */
  discoverWith: z.string().optional(),
  /** Where secrets are kept elsewhere, by field, such as `{"secret": "file:weather/token"}`. */
  references: z.record(z.string(), z.string()).optional(),
  createdAt: timeSchema,
  /** The caller who gave its first version. */
  createdBy: z.string().optional(),
  /** When the current version was given. */
  rotatedAt: timeSchema,
  /** From then on it is not sent any more. Absent: not known. */
  expiresAt: timeSchema.optional(),
  rotateEveryDays: z.number().int().optional(),
  /** When it is to be rotated, by `rotateEveryDays`. */
  dueAt: timeSchema.optional(),
  /** How many servers use it, seen by the caller or not. */
  uses: z.number().int(),
  revision: z.number().int(),
});
/** What {@link credentialSchema} accepts. @public */
export type Credential = z.infer<typeof credentialSchema>;

/**
 * How long the version before stays good after a rotation, in seconds: it is tried where the server rejects the new one. Default 0:
 * it is destroyed at once. At most 30 days. An account of a person takes no overlap, and nothing else takes one with it: more than 0 gets 400.
 */
const overlapSecondsSchema = z
  .number()
  .int()
  .min(0)
  .max(30 * 24 * 3600);

/**
 * Body of `PUT /v1/servers/{id}/credential`: gives a server its own credential, or rotates it. It is bound to the origins of the http
 * remotes that the server has now.
 *
 * @public
 */
export const putCredentialSchema = z.strictObject({
  credential: credentialInputSchema,
  overlapSeconds: overlapSecondsSchema.optional(),
});
/** What {@link putCredentialSchema} accepts. @public */
export type PutCredential = z.input<typeof putCredentialSchema>;

/**
 * Body of `POST /v1/credentials`: a credential that servers name. `origins` is where it may be sent; a server with another origin cannot
 * name it.
 *
 * @public
 */
export const createCredentialSchema = z.strictObject({
  name: credentialNameSchema,
  description: lines(500).optional(),
  origins: originsSchema,
  environments: environmentsSchema.optional(),
  credential: credentialInputSchema,
});
/** What {@link createCredentialSchema} accepts. @public */
export type CreateCredential = z.input<typeof createCredentialSchema>;

/**
 * Body of `PATCH /v1/credentials/{id}` (JSON merge patch, RFC 7396). Origins and secrets change only together, by a new version, because
 * they are sealed together.
 *
 * @public
 */
export const updateCredentialSchema = z
  .strictObject({
    description: lines(500).nullable(),
    environments: environmentsSchema.nullable(),
    expiresAt: credentialFields.expiresAt.nullable(),
    rotateEveryDays: credentialFields.rotateEveryDays.nullable(),
  })
  .partial();
/** What {@link updateCredentialSchema} accepts. @public */
export type UpdateCredential = z.input<typeof updateCredentialSchema>;

/** Body of `POST /v1/credentials/{id}/versions`: rotates. Absent `origins` stay. @public */
export const rotateCredentialSchema = putCredentialSchema.extend({
  origins: originsSchema.optional(),
});
/** What {@link rotateCredentialSchema} accepts. @public */
export type RotateCredential = z.input<typeof rotateCredentialSchema>;

/** Query of `GET /v1/credentials`: shared ones, by name. @public */
export const credentialQuerySchema = pageQuerySchema.extend({
  fields: fieldsOf(credentialSchema).optional(),
});
/** What {@link credentialQuerySchema} accepts. @public */
export type CredentialQuery = z.infer<typeof credentialQuerySchema>;

/** A server that uses a credential. @public */
export const credentialUseSchema = serverSchema.pick({
  id: true,
  name: true,
  title: true,
  environment: true,
  owner: true,
  status: true,
});
/** What {@link credentialUseSchema} accepts. @public */
export type CredentialUse = z.infer<typeof credentialUseSchema>;

/** Query of `GET /v1/credentials/{id}/uses`: servers that the caller may see, by name. @public */
export const credentialUseQuerySchema = pageQuerySchema.omit({ fields: true });
/** What {@link credentialUseQuerySchema} accepts. @public */
export type CredentialUseQuery = z.infer<typeof credentialUseQuerySchema>;
