import {
  type Server,
  type SloAlert,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { jobContext, unrestricted } from '../../ports';
import type { JobHandler, Notification, Notifier } from '../../ports';
import type { RegistryService } from '../../registry';
import type { SloStore } from '../SloStore';
import { NOTIFY_SLO_ALERT_JOB } from './evaluateSlos';

/**
 * Tells the owner of a server that its error budget burns, or burns no more, by what is true when the job runs: begin
 * and end are one notification that changes. A server without an owner has nobody to be told.
 */
export function notifySloAlert(deps: {
  registry: Pick<RegistryService, 'getServer'>;
  slos: SloStore;
  notifier: Notifier;
}): JobHandler {
  return {
    kind: NOTIFY_SLO_ALERT_JOB,
    run: async job => {
      const ctx = jobContext(job);
      const serverId = String(job.payload.serverId);
      const severity = job.payload.severity as SloAlert['severity'];
      const server = await deps.registry.getServer(
        ctx,
        serverId,
        unrestricted(ctx, serverReadPermission),
      );
      if (!server.owner || server.status === 'retired') {
        return { notified: false };
      }
      const alerts = await deps.slos.find(ctx, serverId);
      const alert = alerts.find(each => each.severity === severity);
      return {
        notified: await deps.notifier.notify({
          recipients: [server.owner],
          link: `/sprintconnect/servers/${serverId}/health`,
          subject: `slo:${serverId}:${severity}`,
          ...textsOf(server, alert),
        }),
      };
    },
  };
}

function textsOf(
  server: Server,
  alert: SloAlert | undefined,
): Pick<Notification, 'title' | 'description' | 'severity'> {
  const name = server.title ?? server.name;
  if (!alert) {
    return {
      title: `${name} keeps to its objective again`,
      description: `Its error budget in ${server.environment} no longer burns too fast.`,
      severity: 'normal',
    };
  }
  const { burnRate, longWindow, shortWindow } = alert;
  return {
    title: `${name} uses up its error budget`,
    description: `In ${server.environment} it fails ${burnRate} times as often as its objective allows, over ${longWindow} and still over ${shortWindow}.`,
    severity: alert.severity === 'page' ? 'critical' : 'high',
  };
}
