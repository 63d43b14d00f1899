import type { AuditFilterOptions } from '@sprintconnect/plugin-sprintconnect-common';
import type { AuditFilters, Period } from './useAuditFilters';

const HOUR_MS = 3600 * 1000;
const LENGTHS: Record<Period, number> = {
  h1: HOUR_MS,
  h24: 24 * HOUR_MS,
  d7: 7 * 24 * HOUR_MS,
  d30: 30 * 24 * HOUR_MS,
};

/** What the routes are asked for, as of `now`. */
export function toAuditQuery(
  { period, anonymous, ...filters }: AuditFilters,
  now: Date,
): AuditFilterOptions {
  return {
    ...filters,
    ...(period && {
      from: new Date(now.getTime() - LENGTHS[period]).toISOString(),
      to: undefined,
    }),
    ...(anonymous && { anonymous: true }),
  };
}
