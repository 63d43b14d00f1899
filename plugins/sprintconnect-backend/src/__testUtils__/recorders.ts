import { v7 as uuid } from 'uuid';
import type {
  AuditEntry,
  AuditTrail,
  JobQueue,
  NewEvent,
  NewJob,
  Outbox,
  RefusedCaller,
  RequestContext,
} from '../ports';

/**
 * Ports that keep what they are told in arrays. They do not roll back: where a test is about a
 * transaction that fails, use the real slices.
 */
export interface Recorders {
  jobs: JobQueue;
  outbox: Outbox;
  audit: AuditTrail;
  enqueued: (NewJob & { jobId: string })[];
  events: NewEvent[];
  entries: (AuditEntry & { ctx: RequestContext })[];
  refusals: (AuditEntry & { by: RefusedCaller })[];
}

export function createRecorders(): Recorders {
  const enqueued: Recorders['enqueued'] = [];
  const events: NewEvent[] = [];
  const entries: Recorders['entries'] = [];
  const refusals: Recorders['refusals'] = [];
  return {
    enqueued,
    events,
    entries,
    refusals,
    jobs: {
      enqueue: async (_tx, job) => {
        const live = enqueued.find(
          each =>
            job.key !== undefined &&
            each.key === job.key &&
            each.kind === job.kind &&
            each.orgId === job.orgId,
        );
        const jobId = live?.jobId ?? uuid();
        if (!live) {
          enqueued.push({ ...job, jobId });
        }
        return { jobId };
      },
    },
    outbox: {
      add: async (_tx, event) => {
        events.push(event);
      },
    },
    audit: {
      record: async (_tx, ctx, entry) => {
        entries.push({ ...entry, ctx });
      },
      refused: (by, entry) => {
        refusals.push({ ...entry, by });
      },
    },
  };
}
