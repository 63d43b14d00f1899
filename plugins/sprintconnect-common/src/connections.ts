import { z } from 'zod';
import { lines } from './texts';
import { serverSchema } from './servers';

const timeSchema = z.iso.datetime();
/** A server as a person reads of it where they connect an account. */
const connectedServerSchema = serverSchema.pick({
  id: true,
  name: true,
  title: true,
});
/** Random; it names one link, and opens it only for the person that it was made for. */
const linkIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, "isn't the ID of a link");
const answersMax = 30;

/**
 * An account of one person on one server, by which their calls log in there. A person has at most one for each server. Times are RFC 3339
 * UTC. `ended`: the authorization server takes it no longer, so that it has to be connected again; calls are refused until then.
 *
 * @public
 */
export const connectionSchema = z.object({
  id: z.uuid(),
  server: connectedServerSchema,
  /** The authorization server that knows the account. */
  issuer: z.string(),
  /** As granted; empty where the authorization server did not say. */
  scopes: z.array(z.string()),
  status: z.enum(['connected', 'ended']),
  connectedAt: timeSchema,
  /** To the minute. Absent: never used. */
  lastUsedAt: timeSchema.optional(),
  endedAt: timeSchema.optional(),
});
/** What {@link connectionSchema} accepts. @public */
export type Connection = z.infer<typeof connectionSchema>;

/** Answer of `GET /v1/connections`: all accounts of the caller, by name of the server; a person has few. @public */
export const connectionsSchema = z.object({
  items: z.array(connectionSchema),
});
/** What {@link connectionsSchema} accepts. @public */
export type Connections = z.infer<typeof connectionsSchema>;

/** Body of `POST /v1/connections/logins`: the server to log in to, by its ID or by a link that a refused call gave. @public */
export const beginLoginSchema = z.union([
  z.strictObject({ serverId: z.uuid() }),
  z.strictObject({ linkId: linkIdSchema }),
]);
/** What {@link beginLoginSchema} accepts. @public */
export type BeginLogin = z.input<typeof beginLoginSchema>;

/**
 * A login that has begun. `url` is at the authorization server, for this person alone; after it their browser comes back to
 * `/sprintconnect/connections/finish`, which sends what came along to `POST /v1/connections/logins/finish` before `expiresAt`.
 *
 * @public
 */
export const begunLoginSchema = z.object({
  url: z.url(),
  expiresAt: timeSchema,
});
/** What {@link begunLoginSchema} accepts. @public */
export type BegunLogin = z.infer<typeof begunLoginSchema>;

/**
 * Body of `POST /v1/connections/logins/finish`: the query that the authorization server sent back (RFC 6749, section 4.1.2; RFC 9207), as it
 * is. It works once, and only for the person who began.
 *
 * @public
 */
export const finishLoginSchema = z.strictObject({
  answer: z
    .record(z.string().max(200), lines(8_192))
    .refine(
      answer => Object.keys(answer).length <= answersMax,
      `can't have more than ${answersMax} parameters`,
    )
    .meta({ maxProperties: answersMax }),
});
/** What {@link finishLoginSchema} accepts. @public */
export type FinishLogin = z.input<typeof finishLoginSchema>;

/** Answer of `GET /v1/connections/links/{id}`: what the link is for. @public */
export const connectionLinkSchema = z.object({
  server: connectedServerSchema,
  expiresAt: timeSchema,
});
/** What {@link connectionLinkSchema} accepts. @public */
export type ConnectionLink = z.infer<typeof connectionLinkSchema>;

/**
 * Answer of `DELETE /v1/connections/{id}`. `isRevoked`: the authorization server confirmed that the account's tokens are no longer good; if
 * it didn't, they are forgotten here but may stay good there until they expire.
 *
 * @public
 */
export const disconnectedSchema = z.object({ isRevoked: z.boolean() });
/** What {@link disconnectedSchema} accepts. @public */
export type Disconnected = z.infer<typeof disconnectedSchema>;

/** Our client id metadata document (draft-ietf-oauth-client-id-metadata-document; names of RFC 7591, section 2). @public */
export const clientDocumentSchema = z.looseObject({
  client_id: z.url(),
  client_name: z.string(),
  redirect_uris: z.array(z.url()),
  token_endpoint_auth_method: z.literal('none'),
});
/** What {@link clientDocumentSchema} accepts. @public */
export type ClientDocument = z.infer<typeof clientDocumentSchema>;

/** What stands in the path of a link. */
export const linkPath = { id: linkIdSchema.describe('ID of the link') };
