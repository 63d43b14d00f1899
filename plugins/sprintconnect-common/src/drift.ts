import { z } from 'zod';

/**
 * What changed in a server since somebody looked at its versions: the changes of severity `warning` or `critical` from version
 * `sinceVersion`, the last that was seen, to the current one. `POST /v1/servers/{id}/drift/acknowledge` says that they were seen.
 *
 * @public
 */
export const driftSchema = z.object({
  warnings: z.number().int(),
  sinceVersion: z.number().int(),
});
/** What {@link driftSchema} accepts. @public */
export type Drift = z.infer<typeof driftSchema>;

/** Body of `POST /v1/servers/{id}/drift/acknowledge`: the version up to which somebody has looked. @public */
export const acknowledgeDriftSchema = z.strictObject({
  version: z.number().int().min(1).max(2_147_483_647),
});
/** What {@link acknowledgeDriftSchema} accepts. @public */
export type AcknowledgeDrift = z.infer<typeof acknowledgeDriftSchema>;
