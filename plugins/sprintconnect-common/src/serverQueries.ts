import { z } from 'zod';
import { characters } from './characters';
import { fieldsOf } from './fieldsOf';
import { limits } from './names';
import { type Page, pageQuerySchema, pageSchema } from './page';
import {
  healthStatusSchema,
  serverOriginSchema,
  serverSchema,
  serverStatusSchema,
} from './servers';
import { valueList } from './valueList';

/** What narrows a list of servers. A filter names its values separated by commas and means "any of". */
const serverFilters = {
  /**
   * Substring of name, title or description, in either case. Where none of the servers that the caller may see, and that are not retired,
   * has it, it is read word by word: servers with all of its words in any order, a word that none has taken for up to four words
   * like it. `match` of each server tells `similar` from `words`.
   */
  q: characters(200)
    .describe(
      "Part of the name, title, or description; case doesn't matter. Where no server has it: all of its words, misspelled or not, in any order. `match` of each server tells which",
    )
    .optional(),
  /** Catalog entities, such as `api:default/weather`; compared without regard to case. At most 40. */
  entityRef: valueList(characters(limits.entityRefLength))
    .describe("Catalog entities of the servers; case doesn't matter")
    .optional(),
  environment: valueList(characters(100))
    .describe('Environments of the servers')
    .optional(),
  /** Retired servers are listed only where this filter asks for them. */
  status: valueList(serverStatusSchema)
    .describe('Status of the servers; retired ones are left out by default')
    .optional(),
  health: valueList(healthStatusSchema)
    .describe('Health of the servers')
    .optional(),
  tag: valueList(characters(100)).describe('Tags of the servers').optional(),
  owner: valueList(characters(limits.entityRefLength))
    .describe('Owners, such as `group:default/platform`')
    .optional(),
  lifecycle: valueList(characters(100))
    .describe('Lifecycles, such as `production`')
    .optional(),
  origin: valueList(serverOriginSchema)
    .describe('Source of the registrations')
    .optional(),
};

/** Query of `GET /v1/servers`. Repeat a filter or separate its values by commas to mean "any of". @public */
export const serverQuerySchema = pageQuerySchema.extend({
  ...serverFilters,
  fields: fieldsOf(serverSchema).optional(),
  orderBy: z
    .enum([
      'name',
      '-name',
      'createdAt',
      '-createdAt',
      'updatedAt',
      '-updatedAt',
      'health',
      '-health',
      'lastDiscoveredAt',
      '-lastDiscoveredAt',
      'tools',
      '-tools',
    ])
    .describe(
      'Order of the list; `-` reverses it. `health` starts with unhealthy servers, `lastDiscoveredAt` with servers that were never refreshed, `tools` with the fewest. Default: `name`',
    )
    .optional(),
});
/** What {@link serverQuerySchema} accepts. @public */
export type ServerQuery = z.infer<typeof serverQuerySchema>;

/** One page of servers. @public */
export interface ServerPage<T> extends Page<T> {
  /** What the list could not do, in words for people: typing mistakes where PostgreSQL lacks `pg_trgm`. */
  degraded?: string;
}

/** The schema of one {@link ServerPage}. @public */
export function serverPageSchema<T extends z.ZodType>(item: T) {
  return pageSchema(item).extend({ degraded: z.string().optional() });
}

/**
 * Query of `GET /v1/servers/facets`. Each facet is counted over the servers that match `q` and the other
 * filters, so that it shows what choosing one of its values would give.
 *
 * @public
 */
export const serverFacetsQuerySchema = z.strictObject(serverFilters);
/** What {@link serverFacetsQuerySchema} accepts. @public */
export type ServerFacetsQuery = z.infer<typeof serverFacetsQuerySchema>;

/** What a list of servers can be narrowed by, one facet each. @public */
export const serverFacetNames = [
  'environment',
  'status',
  'health',
  'owner',
  'tag',
  'lifecycle',
  'origin',
] as const;
/** One of {@link serverFacetNames}. @public */
export type ServerFacetName = (typeof serverFacetNames)[number];

const facetSchema = z.array(
  z.object({ value: z.string(), count: z.number().int() }),
);

/** Answer of `GET /v1/servers/facets`: each value in use with the number of servers that have it. @public */
export const serverFacetsSchema = z.object(
  Object.fromEntries(
    serverFacetNames.map(name => [name, facetSchema]),
  ) as Record<ServerFacetName, typeof facetSchema>,
);
/** What {@link serverFacetsSchema} accepts. @public */
export type ServerFacets = z.infer<typeof serverFacetsSchema>;
