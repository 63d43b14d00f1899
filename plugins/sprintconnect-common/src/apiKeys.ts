import { z } from 'zod';
import { accessRoleSchema, accessScopeSchema, offeredScopes } from './access';
import { oneLine } from './texts';
import { fieldsOf } from './fieldsOf';
import { pageQuerySchema } from './page';

const timeSchema = z.iso.datetime();
/** `2027-01-01T00:00:00+01:00` is the same moment as one in UTC, and is kept as that. */
const momentSchema = z.iso
  .datetime({ offset: true })
  .describe('In the future; a past time gets 400')
  .transform(text => new Date(text).toISOString());
const grants = {
  scopes: z
    .array(z.enum([...offeredScopes, 'org:*']))
    .max(offeredScopes.length + 1)
    .describe(
      'Those that open something now. `org:*` is kept as the scopes that it stands for; a key with roles only is kept with all scopes of today',
    )
    .optional(),
  roles: z
    .array(accessRoleSchema)
    .max(accessRoleSchema.options.length)
    .optional(),
};

/**
 * A key of a machine. It holds what its scopes and its roles both allow; a key that has only one of the two holds
 * what that one allows. The secret itself is answered once, by {@link issuedApiKeySchema}.
 *
 * @public
 */
export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** How the secret begins, which is how people and logs tell keys apart. */
  prefix: z.string(),
  scopes: z.array(accessScopeSchema),
  roles: z.array(accessRoleSchema),
  status: z.enum(['active', 'expired', 'revoked']),
  /** The caller who made it. */
  createdBy: z.string(),
  createdAt: timeSchema,
  /** Absent: it does not expire. */
  expiresAt: timeSchema.optional(),
  /** To the minute. Absent: never used. */
  lastUsedAt: timeSchema.optional(),
  revokedAt: timeSchema.optional(),
  /** The secret before the last rotation, while it is still good. */
  previous: z.object({ prefix: z.string(), expiresAt: timeSchema }).optional(),
  /** Only whoever proves to have this key (RFC 7638 thumbprint, RFC 9449 proof) may use it. */
  dpopThumbprint: z.string().optional(),
});
/** What {@link apiKeySchema} accepts. @public */
export type ApiKey = z.infer<typeof apiKeySchema>;

/**
 * Body of `POST /v1/api-keys`. A key without a scope and without a role would be good for nothing. A key is kept with the
 * scopes of the day: one with roles only gets all that there are, within which its roles decide.
 *
 * @public
 */
export const createApiKeySchema = z
  .strictObject({
    name: oneLine(100).regex(/\S/, 'must not be blank').trim(),
    ...grants,
    /** Default: it does not expire. */
    expiresAt: momentSchema.optional(),
    dpopThumbprint: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/, "isn't a thumbprint (RFC 7638, SHA-256)")
      .optional(),
  })
  .refine(
    ({ scopes = [], roles = [] }) => scopes.length + roles.length > 0,
    'must include a scope or a role',
  )
  .meta({
    anyOf: ['scopes', 'roles'].map(name => ({
      required: [name],
      properties: { [name]: { minItems: 1 } },
    })),
  });
/** What {@link createApiKeySchema} accepts. @public */
export type CreateApiKey = z.input<typeof createApiKeySchema>;

/**
 * Body of `POST /v1/api-keys/{id}/rotate`: how long the secret of before stays good, so that those who use it can
 * change over. Default 24 hours, at most 30 days; 0 ends it at once.
 *
 * @public
 */
export const rotateApiKeySchema = z.strictObject({
  overlapHours: z
    .number()
    .min(0)
    .max(30 * 24)
    .optional(),
  expiresAt: momentSchema.nullable().optional(),
});
/** What {@link rotateApiKeySchema} accepts. @public */
export type RotateApiKey = z.input<typeof rotateApiKeySchema>;

/** A key with its secret, which is answered this once and kept nowhere. @public */
export const issuedApiKeySchema = apiKeySchema.extend({ secret: z.string() });
/** What {@link issuedApiKeySchema} accepts. @public */
export type IssuedApiKey = z.infer<typeof issuedApiKeySchema>;

/** Query of `GET /v1/api-keys`. @public */
export const apiKeyQuerySchema = pageQuerySchema.extend({
  fields: fieldsOf(apiKeySchema).optional(),
});
/** What {@link apiKeyQuerySchema} accepts. @public */
export type ApiKeyQuery = z.infer<typeof apiKeyQuerySchema>;
