import type { Job, JobState } from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from './RequestContext';

/** Which jobs, youngest first. */
export interface JobListing {
  state?: JobState;
  kind?: string;
  /** The id of the last job of the page before. */
  before?: string;
  limit: number;
}

/** Jobs of the caller's organisation as they stand, for those who show them. */
export interface JobLog {
  /** A job, and the server that it is about. */
  find(
    ctx: RequestContext,
    id: string,
  ): Promise<{ job: Job; serverId?: string } | undefined>;
  list(ctx: RequestContext, query: JobListing): Promise<Job[]>;
}
