import { z } from 'zod';

/** The input of a wait, as a dry run has it: a step before may give an ID only when it runs. */
export const awaitFieldsSchema = z.strictObject({
  serverId: z.uuid().optional(),
  name: z.string().optional(),
  environment: z.string().optional(),
  entityRef: z.string().optional(),
  timeoutSeconds: z.coerce.number().int().min(1).max(600).default(120),
});
/** The input of a wait. */
export const awaitInputSchema = awaitFieldsSchema.refine(
  ({ serverId, name, environment }) =>
    serverId !== undefined || (name !== undefined && environment !== undefined),
  'must have a serverId, or a name and an environment',
);
/** Which server to wait for. */
export type Awaited = z.output<typeof awaitInputSchema>;
