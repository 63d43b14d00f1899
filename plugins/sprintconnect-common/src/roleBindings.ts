import { z } from 'zod';
import { accessRoleSchema } from './access';
import { characters } from './characters';
import { fieldsOf } from './fieldsOf';
import { limits } from './names';
import { pageQuerySchema } from './page';

/**
 * A role that somebody has in an organisation. `subject` is a user or group by its full entity reference in lower case, an
 * API key (`api-key:<id>`), an agent (`<issuer>#<subject>`), or `*` for every user of the portal. A binding of source
 * `config` stands in the configuration and can be changed only there; it has no id.
 *
 * @public
 */
export const roleBindingSchema = z.object({
  id: z.uuid().optional(),
  subject: z.string(),
  role: accessRoleSchema,
  source: z.enum(['config', 'portal']),
  createdBy: z.string().optional(),
  createdAt: z.iso.datetime().optional(),
});
/** What {@link roleBindingSchema} accepts. @public */
export type RoleBinding = z.infer<typeof roleBindingSchema>;

/** Part of an entity reference: no separators, no blanks, no control characters. */
const PART = String.raw`[^:/#\s\u0000-\u001f\u007f-\u009f\ufeff]+`;
const SUBJECT = [
  String.raw`\*`,
  `(user|group):(${PART}/)?${PART}`,
  'api-key:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  String.raw`https?://[^#\s\u0000-\u001f\u007f-\u009f]+#[^\u0000-\u001f\u007f-\u009f]+`,
].join('|');

/** Body of `POST /v1/role-bindings`. A user or group may be written short: `user:ada` is `user:default/ada`. @public */
export const bindRoleSchema = z.strictObject({
  subject: characters(limits.entityRefLength)
    .min(1)
    .meta({
      pattern: `^(${SUBJECT})$`,
      description:
        'A user or group, an API key of the organisation, an agent of a configured issuer, or `*` for every user of the portal. An unknown API key or issuer gets 400.',
    }),
  role: accessRoleSchema,
});
/** What {@link bindRoleSchema} accepts. @public */
export type BindRole = z.infer<typeof bindRoleSchema>;

/** Query of `GET /v1/role-bindings`: those of the configuration first, then by subject and role. @public */
export const roleBindingQuerySchema = pageQuerySchema.extend({
  fields: fieldsOf(roleBindingSchema).optional(),
  role: accessRoleSchema.describe('The assigned role').optional(),
  q: characters(200).describe('Part of the subject').optional(),
});
/** What {@link roleBindingQuerySchema} accepts. @public */
export type RoleBindingQuery = z.infer<typeof roleBindingQuerySchema>;

/** Answer of `GET /v1/me/roles`: the organisation of the caller, and their roles in it. @public */
export const myRolesSchema = z.object({
  orgId: z.string(),
  roles: z.array(accessRoleSchema),
});
/** What {@link myRolesSchema} accepts. @public */
export type MyRoles = z.infer<typeof myRolesSchema>;

/**
 * Answer of `GET /v1/organization`: the organisation of the caller, which everybody may know. `counts` says how many
 * servers of those that the caller may read are not retired, and to who manages access how many API keys there are, also
 * ended ones, and how many roles are given, in the portal or by the configuration; what the caller may not count is absent.
 *
 * @public
 */
export const organizationSchema = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  /** The group of the catalog that it is; absent in tenancy mode `single`. */
  entityRef: z.string().optional(),
  tenancy: z.enum(['single', 'catalog']),
  counts: z.object({
    servers: z.number().int().optional(),
    apiKeys: z.number().int().optional(),
    roleBindings: z.number().int().optional(),
  }),
});
/** What {@link organizationSchema} accepts. @public */
export type Organization = z.infer<typeof organizationSchema>;
