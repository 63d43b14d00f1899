import type { HealthReason } from '@sprintconnect/plugin-sprintconnect-common';
import type { Health } from './state/HealthState';

/** What a change of health means for the incident of a server. */
export type IncidentStep =
  | {
      do: 'open' | 'worsen';
      status: 'degraded' | 'unhealthy';
      cause: HealthReason;
    }
  | { do: 'end' };

/**
 * An incident opens with the change to degraded or unhealthy, is as bad as the worst that comes of it, and ends with
 * the recovery, or when the server turns out to ask for a login. Pure. Undefined: nothing changes.
 */
export function nextIncident(
  before: Pick<Health, 'status'> & { incidentId?: string },
  after: Pick<Health, 'status' | 'reason'>,
): IncidentStep | undefined {
  const { status, reason } = after;
  if (status !== 'degraded' && status !== 'unhealthy') {
    return before.incidentId ? { do: 'end' } : undefined;
  }
  const cause: HealthReason = reason ?? {
    code: 'protocol',
    message: 'Unknown cause.',
  };
  if (!before.incidentId) return { do: 'open', status, cause };
  return status === 'unhealthy' && before.status !== 'unhealthy'
    ? { do: 'worsen', status, cause }
    : undefined;
}
