import type { Job, JobState } from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect } from '../ports';

/** A row of the table `jobs`, as the driver reads it. */
export interface JobRow {
  id: string;
  org_id: string;
  kind: string;
  key: string | null;
  payload: unknown;
  state: JobState;
  due_at: unknown;
  ticket: string | null;
  lease_until: unknown;
  attempts: number;
  progress: unknown;
  result: unknown;
  error: string | null;
  created_at: unknown;
  finished_at: unknown;
}

/** A job as the API shows it. */
export function toJob(row: JobRow, dialect: Dialect): Job {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    attempts: row.attempts,
    progress: dialect.fromJson(row.progress),
    error: row.error ?? undefined,
    result: dialect.fromJson(row.result),
    createdAt: timeText(row.created_at, dialect) as string,
    finishedAt: timeText(row.finished_at, dialect),
  };
}

function timeText(value: unknown, dialect: Dialect): string | undefined {
  return dialect.fromTime(value)?.toISOString();
}
