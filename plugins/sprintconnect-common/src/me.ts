import { z } from 'zod';

/**
 * Whoever is behind a request: a user or service of the portal, an API key (`ref` is `api-key:<id>`), or an agent
 * with a token of a configured issuer (`ref` is `<issuer>#<subject>`). `actor` is the portal's own plugin that asks on behalf of the
 * user, such as `plugin:scaffolder` for a template and `plugin:mcp-actions` for an agent; absent where they ask themselves.
 *
 * @public
 */
export const callerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('user'),
    ref: z.string(),
    actor: z.string().optional(),
  }),
  z.object({ type: z.literal('service'), ref: z.string() }),
  z.object({ type: z.literal('api-key'), ref: z.string() }),
  z.object({ type: z.literal('agent'), ref: z.string() }),
]);
/** What {@link callerSchema} accepts. @public */
export type Caller = z.infer<typeof callerSchema>;

/**
 * Answer of `GET /v1/me`. `permissions` names those that the caller holds, of `availablePermissions`: a permission of a feature
 * to come is not among them, whatever a policy says of it (decision 53). `environments` are the configured ones. `timeoutsMax` is how long one
 * server may be given at most, in milliseconds, and `callsMax` what its calls may be; absent in answers of a backend that does not tell it.
 *
 * @public
 */
export const meSchema = z.object({
  caller: callerSchema,
  orgId: z.string(),
  roles: z.array(z.string()),
  permissions: z.array(z.string()),
  /** Full entity references of the users and groups to ask for more. Absent: it is not for this caller to know. */
  admins: z.array(z.string()).optional(),
  environments: z.array(z.string()),
  stdioEntries: z.array(z.string()),
  timeoutsMax: z
    .object({
      connectTimeoutMs: z.number().int(),
      probeTimeoutMs: z.number().int(),
    })
    .optional(),
  callsMax: z
    .object({ timeoutMs: z.int(), resultBytesMax: z.int() })
    .optional(),
});
/** What {@link meSchema} accepts. @public */
export type Me = z.infer<typeof meSchema>;
