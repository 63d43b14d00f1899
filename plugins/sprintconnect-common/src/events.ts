import { z } from 'zod';

/** Everything SprintConnect announces on the Backstage topic `sprintconnect`. @public */
export const eventTypeSchema = z.enum([
  'server.registered',
  'server.updated',
  'server.retired',
  'server.discovery.started',
  'server.discovery.completed',
  'server.discovery.failed',
  'server.capabilities.changed',
  'server.health.changed',
  'server.slo.alert.raised',
  'server.slo.alert.resolved',
  'job.dead',
  'access.key.created',
  'access.key.rotated',
  'access.key.revoked',
]);
/** What {@link eventTypeSchema} accepts. @public */
export type EventType = z.infer<typeof eventTypeSchema>;

/**
 * One event. The payload carries ids and versions, never content or secrets. Delivered at least once and
 * in order of `seq`; `id` is the idempotency key. The type also stands in the event's metadata.
 *
 * @public
 */
export const sprintConnectEventSchema = z.object({
  id: z.uuid(),
  seq: z.number().int(),
  type: eventTypeSchema,
  orgId: z.string(),
  occurredAt: z.iso.datetime(),
  serverId: z.uuid().optional(),
  jobId: z.uuid().optional(),
  apiKeyId: z.uuid().optional(),
  revision: z.number().int().optional(),
  snapshotVersion: z.number().int().optional(),
});
/** What {@link sprintConnectEventSchema} accepts. @public */
export type SprintConnectEvent = z.infer<typeof sprintConnectEventSchema>;

/** What a signal on channel `sprintconnect` says: refetch what you show of this. Ids only. @public */
export interface SprintConnectSignal {
  /** What happened. */
  type: EventType;
  /** The server that it happened to, if it was one. */
  serverId?: string;
  /** The job that it happened to, if it was one. */
  jobId?: string;
}
