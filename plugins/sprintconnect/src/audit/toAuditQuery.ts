import type { AuditFilterOptions } from '@sprintconnect/plugin-sprintconnect-common';
import { boundsOf } from '../ui';
import type { AuditFilters } from './useAuditFilters';

/** What the routes are asked for, as of `now`. */
export function toAuditQuery(
  { period, from, to, anonymous, ...filters }: AuditFilters,
  now: Date,
): AuditFilterOptions {
  return {
    ...filters,
    ...boundsOf({ period, from, to }, now),
    ...(anonymous && { anonymous: true }),
  };
}
