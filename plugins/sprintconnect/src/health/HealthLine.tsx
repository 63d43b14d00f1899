import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { currentHealth } from './currentHealth';
import { HealthBadge } from './HealthBadge';
import { Sparkline } from './Sparkline';
import { UptimeToday } from './UptimeToday';
import { useHealthSummaries } from './useHealthSummaries';
import styles from './HealthLine.module.css';

/** The health of one server in a line: status, uptime of the last day, latency of the last probes. */
export function HealthLine(props: { server: Pick<Server, 'id' | 'health'> }) {
  const { id, health } = props.server;
  const summary = useHealthSummaries([id]).get(id);
  return (
    <div className={styles.line}>
      <HealthBadge {...currentHealth(health, summary)} />
      {summary && <UptimeToday summary={summary} />}
      {summary && <Sparkline recent={summary.recent} />}
    </div>
  );
}
