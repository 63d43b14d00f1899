import type { SloAlert } from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext, Tx } from '../../ports';
import { enqueueNotice } from './enqueueNotice';
import type { HealthDeps } from './HealthDeps';

/** The audit entry and the event of each alert that was raised or resolved, and one notification of them all. */
export async function announceAlerts(
  deps: Pick<HealthDeps, 'audit' | 'outbox' | 'jobs' | 'registry'>,
  { tx, ctx }: { tx: Tx; ctx: RequestContext },
  what: {
    serverId: string;
    /** By which they are told. Absent: of these alerts nobody was ever told. */
    noticeId: string | undefined;
    raised?: readonly SloAlert[];
    resolved: readonly SloAlert[];
  },
): Promise<void> {
  const { serverId, noticeId, raised = [], resolved } = what;
  const changes = [
    ...raised.map(alert => ({ alert, change: 'raised' as const })),
    ...resolved.map(alert => ({ alert, change: 'resolved' as const })),
  ];
  if (changes.length === 0) return;
  const servers = await deps.registry.identifyServers(tx, ctx, [serverId]);
  const { name, environment } = servers.get(serverId) ?? {};
  for (const { alert, change } of changes) {
    const { severity, longWindow, burnRate } = alert;
    await deps.audit.record(tx, ctx, {
      action: change === 'raised' ? 'slo-alert-raise' : 'slo-alert-resolve',
      target: { type: 'server', id: serverId },
      outcome: 'success',
      meta: { name, environment, severity, longWindow, burnRate },
    });
    await deps.outbox.add(tx, {
      type: `server.slo.alert.${change}`,
      orgId: ctx.orgId,
      serverId,
    });
  }
  if (noticeId === undefined) return;
  const change = changes.map(each => `${each.alert.severity}-${each.change}`);
  await enqueueNotice(
    deps,
    { tx, ctx },
    { serverId, noticeId, about: 'budget', change: change.join() },
  );
}
