import type { RequestContext, Tx } from '../../ports';
import {
  type HealthDeps,
  type Notice,
  NOTIFY_INCIDENT_JOB,
} from './HealthDeps';

/**
 * Has people told how an incident or a budget then stands. `change` names what happened: a job that runs already may have
 * read it as it was before.
 */
export async function enqueueNotice(
  { jobs }: Pick<HealthDeps, 'jobs'>,
  { tx, ctx }: { tx: Tx; ctx: RequestContext },
  { change, ...notice }: Notice & { change: string },
): Promise<void> {
  await jobs.enqueue(tx, {
    kind: NOTIFY_INCIDENT_JOB,
    orgId: ctx.orgId,
    payload: { ...notice },
    key: `${notice.noticeId}:${change}`,
  });
}
