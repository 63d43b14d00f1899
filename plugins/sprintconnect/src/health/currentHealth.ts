import type {
  HealthReason,
  HealthStatus,
  HealthSummary,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';

/** The newer of what a list carries and what was asked for beside it: either may be refetched before the other. */
export function currentHealth(
  listed: Server['health'],
  summary?: HealthSummary,
): { status: HealthStatus; since?: string; reason?: HealthReason } {
  const overtaken = !summary || (listed.since ?? '') > (summary.since ?? '');
  return overtaken
    ? { status: listed.status, since: listed.since }
    : { status: summary.status, since: summary.since, reason: summary.reason };
}
