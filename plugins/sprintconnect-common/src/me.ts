import { z } from 'zod';

/** Whoever is behind a request. @public */
export const callerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('user'), ref: z.string() }),
  z.object({ type: z.literal('service'), ref: z.string() }),
]);
/** What {@link callerSchema} accepts. @public */
export type Caller = z.infer<typeof callerSchema>;

/** Answer of `GET /v1/me`. `permissions` names those that the caller holds. `environments` are the configured ones. @public */
export const meSchema = z.object({
  caller: callerSchema,
  orgId: z.string(),
  roles: z.array(z.string()),
  permissions: z.array(z.string()),
  environments: z.array(z.string()),
  stdioEntries: z.array(z.string()),
});
/** What {@link meSchema} accepts. @public */
export type Me = z.infer<typeof meSchema>;
