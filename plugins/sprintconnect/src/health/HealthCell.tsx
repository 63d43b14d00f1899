import type {
  HealthSummary,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { HealthBadge } from './HealthBadge';
import { Sparkline } from './Sparkline';
import { currentHealth } from './currentHealth';
import styles from './HealthCell.module.css';

/** Health in a row of the list. Before its summary is there, or without one, it shows what the list carries. */
export function HealthCell(props: {
  health: Server['health'];
  summary?: HealthSummary;
}) {
  const { health, summary } = props;
  return (
    <span className={styles.cell}>
      <HealthBadge {...currentHealth(health, summary)} />
      {summary && <Sparkline recent={summary.recent} />}
    </span>
  );
}
