import type { Incident } from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect } from '../../ports';

/** A row of `health_incidents`, as either database answers it. */
export interface IncidentRow {
  id: string;
  status: string;
  cause_code: string;
  cause_message: string;
  started_at: unknown;
  ended_at: unknown;
  failures: number;
}

/** An incident as callers see it. */
export function toIncident(row: IncidentRow, dialect: Dialect): Incident {
  const endedAt = dialect.fromTime(row.ended_at);
  return {
    id: row.id,
    status: row.status as Incident['status'],
    cause: {
      code: row.cause_code as Incident['cause']['code'],
      message: row.cause_message,
    },
    startedAt: (dialect.fromTime(row.started_at) as Date).toISOString(),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    failures: Number(row.failures),
  };
}
