import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, ButtonLink } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { serverHealthRouteRef } from '../routes';
import { useMessages } from '../translation';
import { ElapsedTime } from '../ui';
import { currentHealth } from './currentHealth';
import { reasonLabel } from './reasonLabel';
import { useHealthSummaries } from './useHealthSummaries';

const tones = { degraded: 'warning', unhealthy: 'danger' } as const;

/** That a server is not well, since when and why, where a reader is about to use it; nothing where it is well. */
export function HealthWarning(props: {
  server: Pick<Server, 'id' | 'health'>;
}) {
  const { id, health } = props.server;
  const { t } = useMessages();
  const path = useRouteRef(serverHealthRouteRef)?.({ serverId: id });
  const summary = useHealthSummaries([id]).get(id);
  const { status, since, reason } = currentHealth(health, summary);
  if (status !== 'degraded' && status !== 'unhealthy') return null;
  const word = t(`health.${status}`);
  const time = since && <ElapsedTime since={since} />;
  return (
    <Alert
      icon
      status={tones[status]}
      title={time ? t('health.banner.status', { status: word, time }) : word}
      description={
        reason && `${reasonLabel(t, reason.code)}: ${reason.message}`
      }
      customActions={
        path && (
          <ButtonLink variant="secondary" href={path}>
            {t('health.line.open')}
          </ButtonLink>
        )
      }
    />
  );
}
