import { z } from 'zod';
import { atMost, listedValues } from './valueList';

/** Everything SprintConnect announces on the Backstage topic `sprintconnect`. @public */
export const eventTypeSchema = z.enum([
  'server.registered',
  'server.updated',
  'server.retired',
  'server.discovery.started',
  'server.discovery.completed',
  'server.discovery.failed',
  'server.capabilities.changed',
  'server.drift.changed',
  'server.health.changed',
  'server.slo.alert.raised',
  'server.slo.alert.resolved',
  'server.calls.changed',
  'server.credential.changed',
  'credential.changed',
  'credential.expiring',
  'connection.changed',
  'job.dead',
  'access.key.created',
  'access.key.rotated',
  'access.key.revoked',
  'access.roles.changed',
  'egress.rules.changed',
]);
/** What {@link eventTypeSchema} accepts. @public */
export type EventType = z.infer<typeof eventTypeSchema>;

/**
 * One event. The payload carries ids and versions, never content or secrets. Delivered at least once and
 * in order of `seq`; `id` is the idempotency key. The type also stands in the event's metadata. `partial` is true of a discovery
 * that found a fault in some of the lists: see `listFaults` of the server. `server.credential.changed` is of a server whose own credential was
 * given, rotated or taken away, or that names another; `credential.changed` of a shared one; `credential.expiring` comes 7 days and 1 day
 * before a credential expires, and when it is due for rotation. `connection.changed` is of a server on which somebody connected or
 * disconnected an account, or lost one; whose it is, it does not say.
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
  credentialId: z.uuid().optional(),
  credentialVersion: z.number().int().optional(),
  revision: z.number().int().optional(),
  snapshotVersion: z.number().int().optional(),
  partial: z.boolean().optional(),
});
/** What {@link sprintConnectEventSchema} accepts. @public */
export type SprintConnectEvent = z.infer<typeof sprintConnectEventSchema>;

/**
 * Query of `GET /v1/events/stream`. `types` names event types separated by commas; default all. `lastEventId` is for
 * clients that cannot send the header `Last-Event-ID`, which goes before it.
 *
 * @public
 */
export const eventStreamQuerySchema = z.strictObject({
  types: z
    .string()
    .min(1)
    .max(1000)
    .superRefine(atMost(eventTypeSchema.options.length))
    .register(listedValues, {
      item: eventTypeSchema,
      min: 1,
      max: eventTypeSchema.options.length,
    })
    .describe('Event types; all by default')
    .optional(),
  lastEventId: z
    .string()
    .regex(
      /^[0-9]{1,15}$/,
      "isn't an event ID; send the ID of the last event you received, or 0 for all stored events",
    )
    .describe(
      'ID of the last event the client received, or 0; a future ID gets 400. The header takes precedence over the parameter.',
    )
    .optional(),
});
/** What {@link eventStreamQuerySchema} accepts. @public */
export type EventStreamQuery = z.infer<typeof eventStreamQuerySchema>;

/**
 * Data of `stream.gap`, which is said in the stream only: the events from `from` to `to` are forgotten, so that what
 * was built from events must be fetched anew.
 *
 * @public
 */
export const streamGapSchema = z.object({
  from: z.number().int(),
  to: z.number().int(),
});
/** What {@link streamGapSchema} accepts. @public */
export type StreamGap = z.infer<typeof streamGapSchema>;

/**
 * What a signal on channel `sprintconnect` says: refetch what you show of this. Ids only. A burst comes as one signal
 * per type, with the servers of the burst, or with no id at all where it was any number of things.
 *
 * @public
 */
export interface SprintConnectSignal {
  /** What happened. */
  type: EventType;
  /** The server that it happened to, if it was one. */
  serverId?: string;
  /** The servers that it happened to, where it were several. */
  serverIds?: string[];
  /** The job that it happened to, if it was one. */
  jobId?: string;
}
