import { z } from 'zod';
import { characters } from './characters';
import { fieldsOf } from './fieldsOf';
import { pageQuerySchema } from './page';

/**
 * Where a job stands. `queued` waits for its due time (also between two attempts), `running` is claimed
 * by a worker, `succeeded` is done, `failed` ended with an answer of no that another attempt would not
 * change, `dead` used up its attempts and is kept with its error.
 *
 * @public
 */
export const jobStateSchema = z.enum([
  'queued',
  'running',
  'succeeded',
  'failed',
  'dead',
]);
/** What {@link jobStateSchema} accepts. @public */
export type JobState = z.infer<typeof jobStateSchema>;

/**
 * A piece of background work as `GET /v1/jobs/{id}` shows it. `attempts` counts those that began.
 *
 * @public
 */
export const jobSchema = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: jobStateSchema,
  attempts: z.number().int(),
  progress: z
    .object({
      done: z.number().int(),
      total: z.number().int().optional(),
      message: z.string().optional(),
    })
    .optional(),
  error: z.string().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
});
/** What {@link jobSchema} accepts. @public */
export type Job = z.infer<typeof jobSchema>;

/** Query of `GET /v1/jobs`. @public */
export const jobQuerySchema = pageQuerySchema.omit({ count: true }).extend({
  fields: fieldsOf(jobSchema).optional(),
  state: jobStateSchema.describe('State of the jobs').optional(),
  kind: characters(100)
    .min(1)
    .describe('Kind of the jobs, such as `discover-server`')
    .optional(),
});
/** What {@link jobQuerySchema} accepts. @public */
export type JobQuery = z.infer<typeof jobQuerySchema>;

/** Answer `202` of a route that queues work. @public */
export const acceptedSchema = z.object({ jobId: z.uuid() });
/** What {@link acceptedSchema} accepts. @public */
export type Accepted = z.infer<typeof acceptedSchema>;
