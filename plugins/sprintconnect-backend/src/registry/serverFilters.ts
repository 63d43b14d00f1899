import type { ServerFacetsQuery } from '@sprintconnect/plugin-sprintconnect-common';
import type { FilterWord } from '../ports';
import { valuesOf } from '../records';

/** What narrows a list of servers: any of the values of each field. */
export interface ServerFilters {
  /** In lower case. */
  q?: string;
  /** How `q` is to be read where no server has it as it is. */
  words?: readonly FilterWord[];
  /** In lower case. */
  entityRef?: string[];
  environment?: string[];
  status?: string[];
  health?: string[];
  tag?: string[];
  owner?: string[];
  lifecycle?: string[];
  origin?: string[];
}

/** Reads the filters of a query. */
export function toServerFilters(query: ServerFacetsQuery): ServerFilters {
  return {
    q: query.q?.trim().toLowerCase() || undefined,
    entityRef: valuesOf(query.entityRef?.toLowerCase()),
    environment: valuesOf(query.environment),
    status: valuesOf(query.status),
    health: valuesOf(query.health),
    tag: valuesOf(query.tag),
    owner: valuesOf(query.owner),
    lifecycle: valuesOf(query.lifecycle),
    origin: valuesOf(query.origin),
  };
}
