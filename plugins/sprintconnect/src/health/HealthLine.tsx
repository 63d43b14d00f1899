import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { currentHealth } from './currentHealth';
import { HealthBadge } from './HealthBadge';
import { share } from './share';
import { Sparkline } from './Sparkline';
import { useHealthSummaries } from './useHealthSummaries';
import styles from './HealthLine.module.css';

/** The health of one server in a line: status, uptime of the last day, latency of the last probes. */
export function HealthLine(props: { server: Pick<Server, 'id' | 'health'> }) {
  const { id, health } = props.server;
  const { t } = useMessages();
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const summary = useHealthSummaries([id]).get(id);
  const uptime = summary?.uptimeH24;
  return (
    <div className={styles.line}>
      <HealthBadge {...currentHealth(health, summary)} />
      {uptime !== undefined && (
        <span>
          {t('health.line.uptime', {
            share: share({ value: uptime, language }),
          })}
        </span>
      )}
      {summary && <Sparkline recent={summary.recent} />}
    </div>
  );
}
