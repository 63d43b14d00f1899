import { z } from 'zod';
import { limits } from './names';
import { pageQuerySchema } from './page';

/** What narrows a list of servers. A filter names its values separated by commas and means "any of". */
const serverFilters = {
  /** Substring of name, title or description, in either case. */
  q: z.string().max(200).optional(),
  environment: z.string().max(500).optional(),
  /** Retired servers are listed only where this filter asks for them. */
  status: z.string().max(200).optional(),
  health: z.string().max(200).optional(),
  tag: z.string().max(500).optional(),
  owner: z.string().max(1000).optional(),
  lifecycle: z.string().max(500).optional(),
  origin: z.string().max(200).optional(),
};

/** Query of `GET /v1/servers`. Repeat a filter or separate its values by commas to mean "any of". @public */
export const serverQuerySchema = pageQuerySchema.extend({
  ...serverFilters,
  /** The server of one catalog entity, such as `api:default/weather`; compared without regard to case. */
  entityRef: z.string().max(limits.entityRefLength).optional(),
  orderBy: z
    .enum([
      'name',
      '-name',
      'createdAt',
      '-createdAt',
      'updatedAt',
      '-updatedAt',
    ])
    .optional(),
});
/** What {@link serverQuerySchema} accepts. @public */
export type ServerQuery = z.infer<typeof serverQuerySchema>;

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
