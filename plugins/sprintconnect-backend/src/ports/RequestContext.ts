import type { Caller } from '@sprintconnect/plugin-sprintconnect-common';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';

/**
 * Who asks, for which organisation, under which request. The slice identity makes it for a request;
 * a job makes its own with {@link jobContext}. Every service call takes it as the first argument, and
 * stores take the organisation from it and from nowhere else.
 */
export interface RequestContext {
  readonly caller: Caller;
  readonly orgId: string;
  /** Those that the credential itself carries; what is bound to the caller besides, each decision looks up. */
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly requestId: string;
  readonly traceId?: string;
  /** Where the request came from: the peer, or what a trusted proxy says of it (express `trust proxy`). */
  readonly address?: string;
  /** When the credential ends; absent where it does not, and for background work. */
  readonly expiresAt?: Date;
  /** What the permission framework needs to decide; absent for background work, which needs no permission. */
  readonly credentials?: BackstageCredentials;
}

/** The context of background work: the plugin acts for one organisation, under the id of the job. */
export function jobContext(job: {
  id: string;
  kind: string;
  orgId: string;
}): RequestContext {
  return {
    caller: { type: 'service', ref: `job:${job.kind}` },
    orgId: job.orgId,
    roles: [],
    scopes: [],
    requestId: job.id,
  };
}
