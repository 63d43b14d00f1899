import type {
  HealthSummary,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { currentHealth } from './currentHealth';
import { HealthDetail } from './HealthDetail';
import { HealthDot } from './HealthDot';
import { Sparkline } from './Sparkline';
import styles from './HealthCell.module.css';

/** Health in a row of the list. Before its summary is there, or without one, it shows what the list carries. */
export function HealthCell(props: {
  health: Server['health'];
  summary?: HealthSummary;
}) {
  const { health, summary } = props;
  const { status, since, reason } = currentHealth(health, summary);
  return (
    <span className={styles.cell} title={reason?.message}>
      <span className={styles.line}>
        <HealthDot status={status} />
        {summary && <Sparkline recent={summary.recent} />}
      </span>
      <HealthDetail status={status} since={since} reason={reason} />
    </span>
  );
}
