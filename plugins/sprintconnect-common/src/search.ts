import { z } from 'zod';
import { capabilityKindSchema, capabilitySchema } from './capabilities';
import { characters } from './characters';
import { mcpConnectionSchema } from './mcpEndpoints';
import { pageQuerySchema } from './page';
import { healthStatusSchema, serverSchema } from './servers';
import { valueList } from './valueList';

/** What narrows a search. A filter names its values separated by commas and means "any of". */
const searchFilters = {
  kind: valueList(capabilityKindSchema)
    .describe('Kinds of capabilities')
    .optional(),
  environment: valueList(characters(100))
    .describe('Environments of the servers')
    .optional(),
  tag: valueList(characters(100)).describe('Tags of the servers').optional(),
  health: valueList(healthStatusSchema)
    .describe('Health of the servers')
    .optional(),
};
const searchPageSchema = pageQuerySchema.pick({ limit: true, cursor: true });

/** What a search tells of the server behind a capability. @public */
export const foundServerSchema = serverSchema.pick({
  id: true,
  name: true,
  title: true,
  description: true,
  environment: true,
  tags: true,
  owner: true,
  entityRef: true,
  status: true,
  era: true,
  health: true,
});
/** What {@link foundServerSchema} accepts. @public */
export type FoundServer = z.infer<typeof foundServerSchema>;

/** What a search tells of a capability; its schemas come with `GET /v1/discovery/capabilities/{id}`. @public */
export const foundCapabilitySchema = capabilitySchema.pick({
  id: true,
  kind: true,
  name: true,
  title: true,
  description: true,
  annotations: true,
});
/** What {@link foundCapabilitySchema} accepts. @public */
export type FoundCapability = z.infer<typeof foundCapabilitySchema>;

/**
 * Query of `GET /v1/discovery/capabilities`. With `q`, the best matches first and no further page; without,
 * everything by name, page by page.
 *
 * @public
 */
export const searchCapabilitiesQuerySchema = searchPageSchema.extend({
  q: characters(200)
    .describe('What the capability should do, in a few words')
    .optional(),
  ...searchFilters,
});
/** What {@link searchCapabilitiesQuerySchema} accepts. @public */
export type SearchCapabilitiesQuery = z.infer<
  typeof searchCapabilitiesQuerySchema
>;

/**
 * One result. `score` falls from the first result to the last and means nothing across two searches. `match` tells
 * why it is there: its name is what was asked for, it has the words, it has similar words, or it means the like.
 *
 * @public
 */
export const capabilityHitSchema = z.object({
  score: z.number(),
  match: z.enum(['name', 'words', 'similar', 'meaning', 'listed']),
  capability: foundCapabilitySchema,
  server: foundServerSchema,
});
/** What {@link capabilityHitSchema} accepts. @public */
export type CapabilityHit = z.infer<typeof capabilityHitSchema>;

/** Answer of `GET /v1/discovery/capabilities`. @public */
export const capabilityHitsSchema = z.object({
  items: z.array(capabilityHitSchema),
  nextCursor: z.string().optional(),
  /** What the search could not do, in words for people: typing mistakes where PostgreSQL lacks `pg_trgm`. */
  degraded: z.string().optional(),
});
/** What {@link capabilityHitsSchema} accepts. @public */
export type CapabilityHits = z.infer<typeof capabilityHitsSchema>;

/** Answer of `GET /v1/discovery/capabilities/{id}`: one capability whole, with its server. @public */
export const capabilityWithServerSchema = z.object({
  capability: capabilitySchema,
  server: foundServerSchema,
});
/** What {@link capabilityWithServerSchema} accepts. @public */
export type CapabilityWithServer = z.infer<typeof capabilityWithServerSchema>;

/**
 * Query of `GET /v1/discovery/servers`: the servers that offer a capability of that name. Case and the separators
 * of words do not matter: `createIssue` finds `create_issue`. Without a name, the servers of which the caller may use anything. Healthy servers
 * come first.
 *
 * @public
 */
export const searchServersQuerySchema = searchPageSchema.extend({
  capability: characters(200)
    .min(1)
    .describe(
      "Name of the capability; case and separators don't matter. Default: every server of which you may use anything",
    )
    .optional(),
  ...searchFilters,
});
/** What {@link searchServersQuerySchema} accepts. @public */
export type SearchServersQuery = z.infer<typeof searchServersQuerySchema>;

/** One server with those of its capabilities that match, none where no name was asked for, and how to connect to it. @public */
export const serverHitSchema = z.object({
  server: foundServerSchema.extend({ remotes: serverSchema.shape.remotes }),
  /** Through SprintConnect, which needs no credential of the server. */
  connect: mcpConnectionSchema,
  capabilities: z.array(
    capabilitySchema.pick({
      id: true,
      kind: true,
      name: true,
      title: true,
      description: true,
      inputSchema: true,
      outputSchema: true,
      annotations: true,
    }),
  ),
});
/** What {@link serverHitSchema} accepts. @public */
export type ServerHit = z.infer<typeof serverHitSchema>;
