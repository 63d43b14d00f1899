import { z } from 'zod';

/** One fault of a refused request. `path` is a JSON path such as `remotes[0].url`; empty for the whole. @public */
export const faultSchema = z.object({ path: z.string(), message: z.string() });
/** What {@link faultSchema} accepts. @public */
export type Fault = z.infer<typeof faultSchema>;

/** The body of every error answer, `application/problem+json` (RFC 9457, section 3). @public */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  requestId: z.string(),
  errors: z.array(faultSchema).optional(),
});
/** What {@link problemSchema} accepts. @public */
export type Problem = z.infer<typeof problemSchema>;
