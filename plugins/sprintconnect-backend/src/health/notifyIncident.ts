import {
  pageOfServer,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Notifier, type RequestContext, unrestricted } from '../ports';
import type { HealthDeps, Notice } from './state/HealthDeps';
import { wordsOf } from './wordsOf';

/**
 * Tells the owner of a server how an incident stands: that it began, got worse, uses up the error budget, or is over, be it
 * because the server retired; or that the budget burns without an incident. All of one incident, and of one burn, is one
 * notification, which changes. Reads everything anew, so that doing it late or twice tells the same.
 */
export async function notifyIncident(
  deps: Pick<HealthDeps, 'incidents' | 'states' | 'registry'> & {
    notifier: Notifier;
  },
  ctx: RequestContext,
  { noticeId, serverId, about }: Notice,
): Promise<{ notified: boolean }> {
  const [server, incident, [state]] = await Promise.all([
    deps.registry.getServer(
      ctx,
      serverId,
      unrestricted(ctx, serverReadPermission),
    ),
    deps.incidents.find(ctx, noticeId),
    deps.states.find(ctx, [serverId]),
  ]);
  if (!server.owner) return { notified: false };
  const isOpen = state?.incidentId === noticeId;
  const burning = (state?.alerts ?? []).filter(
    alert => isOpen || alert.noticeId === noticeId,
  );
  // That it is over was told with the incident.
  if (about === 'budget' && incident?.endedAt && burning.length === 0) {
    return { notified: false };
  }
  const notified = await deps.notifier.notify({
    recipients: [server.owner],
    link: `${pageOfServer(serverId)}/health`,
    subject: `incident:${noticeId}`,
    ...wordsOf(server, { incident, burning }),
  });
  return { notified };
}
