import { z } from 'zod';

/** What a person or a machine is, for the whole organisation. @public */
export const accessRoleSchema = z.enum(['admin', 'engineer', 'viewer']);
/** What {@link accessRoleSchema} accepts. @public */
export type AccessRole = z.infer<typeof accessRoleSchema>;

/**
 * What a credential of a machine may be used for. `mcp:servers:update` holds retiring. `org:*` is `audit:read`, `jobs:manage`
 * and `access:manage`, and never more than these. `chat:sessions:*` and `metrics:read` open nothing yet.
 *
 * @public
 */
export const accessScopeSchema = z.enum([
  'mcp:servers:read',
  'mcp:servers:create',
  'mcp:servers:update',
  'mcp:capabilities:read',
  'mcp:capabilities:use',
  'chat:sessions:*',
  'metrics:read',
  'audit:read',
  'jobs:manage',
  'credentials:manage',
  'access:manage',
  'egress:manage',
  'org:*',
]);
/** What {@link accessScopeSchema} accepts. @public */
export type AccessScope = z.infer<typeof accessScopeSchema>;

/**
 * The scopes that open something, which are those that a new API key can be given. A scope whose feature comes later is added
 * with it, so that no key that is there gains anything by an upgrade.
 *
 * @public
 */
export const offeredScopes = [
  'mcp:servers:read',
  'mcp:servers:create',
  'mcp:servers:update',
  'mcp:capabilities:read',
  'mcp:capabilities:use',
  'audit:read',
  'jobs:manage',
  'credentials:manage',
  'access:manage',
  'egress:manage',
] as const satisfies readonly AccessScope[];

/** What `org:*` stands for. @public */
export const organisationScopes = [
  'audit:read',
  'jobs:manage',
  'access:manage',
] as const satisfies readonly AccessScope[];

/**
 * Answer of `GET /.well-known/oauth-protected-resource`: where tokens for SprintConnect come from, and how they are
 * presented (RFC 9728, section 2).
 *
 * @public
 */
export const protectedResourceSchema = z.object({
  resource: z.url(),
  resource_name: z.string(),
  authorization_servers: z.array(z.string()).optional(),
  scopes_supported: z.array(z.string()),
  bearer_methods_supported: z.array(z.string()),
  dpop_signing_alg_values_supported: z.array(z.string()),
  dpop_bound_access_tokens_required: z.boolean(),
  tls_client_certificate_bound_access_tokens: z.boolean(),
});
/** What {@link protectedResourceSchema} accepts. @public */
export type ProtectedResource = z.infer<typeof protectedResourceSchema>;
