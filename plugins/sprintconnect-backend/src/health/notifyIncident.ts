import { serverReadPermission } from '@sprintconnect/plugin-sprintconnect-common';
import {
  type Notification,
  type Notifier,
  type RequestContext,
  unrestricted,
} from '../ports';
import type { HealthDeps } from './HealthDeps';
import type { IncidentRecord } from './IncidentStore';

/**
 * Tells the owner of a server how an incident stands: that it began, got worse, or is over, be it because the server
 * retired. All of one incident is one notification, which changes. Reads the incident anew, so that doing it late or
 * twice tells the same.
 */
export async function notifyIncident(
  deps: Pick<HealthDeps, 'incidents' | 'registry'> & { notifier: Notifier },
  ctx: RequestContext,
  { incidentId, serverId }: { incidentId: string; serverId: string },
): Promise<{ notified: boolean }> {
  const incident = await deps.incidents.find(ctx, incidentId);
  if (!incident) return { notified: false };
  const server = await deps.registry.getServer(
    ctx,
    serverId,
    unrestricted(ctx, serverReadPermission),
  );
  if (!server.owner) return { notified: false };
  const notified = await deps.notifier.notify(
    notificationOf(incident, {
      owner: server.owner,
      name: server.title ?? server.name,
      environment: server.environment,
      isRetired: server.status === 'retired',
    }),
  );
  return { notified };
}

/** The words for an incident. Pure. */
export function notificationOf(
  incident: IncidentRecord,
  server: {
    owner: string;
    name: string;
    environment: string;
    isRetired: boolean;
  },
): Notification {
  const { id, serverId, status, cause, startedAt, endedAt } = incident;
  const who = `${server.name} (${server.environment})`;
  const told = endedAt
    ? {
        title: server.isRetired
          ? `${who} is retired`
          : `${who} is healthy again`,
        description: `It was ${status} from ${minuteOf(startedAt)} to ${minuteOf(endedAt)} UTC. ${cause.message}`,
        severity: 'low' as const,
      }
    : {
        title: `${who} is ${status}`,
        description: `Since ${minuteOf(startedAt)} UTC. ${cause.message}`,
        severity:
          status === 'unhealthy' ? ('high' as const) : ('normal' as const),
      };
  return {
    ...told,
    recipients: [server.owner],
    link: `/sprintconnect/servers/${serverId}/health`,
    subject: `incident:${id}`,
  };
}

function minuteOf(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}
