import { z } from 'zod';
import {
  healthStatusSchema,
  serverOriginSchema,
  serverStatusSchema,
  type ServerFacetsQuery,
} from '@sprintconnect/plugin-sprintconnect-common';
import { parse } from '../http';
import { valuesOf } from './valuesOf';

/** What narrows a list of servers: any of the values of each field. */
export interface ServerFilters {
  q?: string;
  entityRef?: string;
  environment?: string[];
  status?: string[];
  health?: string[];
  tag?: string[];
  owner?: string[];
  lifecycle?: string[];
  origin?: string[];
}

const valuesSchema = z.object({
  status: z.array(serverStatusSchema).optional(),
  health: z.array(healthStatusSchema).optional(),
  origin: z.array(serverOriginSchema).optional(),
});

/** Reads the filters of a query. Throws a 400 problem for a status, health or origin that does not exist. */
export function toServerFilters(
  query: ServerFacetsQuery & { entityRef?: string },
): ServerFilters {
  const filters: ServerFilters = {
    q: query.q?.trim().toLowerCase() || undefined,
    entityRef: query.entityRef?.toLowerCase(),
    environment: valuesOf(query.environment),
    status: valuesOf(query.status),
    health: valuesOf(query.health),
    tag: valuesOf(query.tag),
    owner: valuesOf(query.owner),
    lifecycle: valuesOf(query.lifecycle),
    origin: valuesOf(query.origin),
  };
  parse(valuesSchema, filters);
  return filters;
}
