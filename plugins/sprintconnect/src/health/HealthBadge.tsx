import type {
  HealthReason,
  HealthStatus,
} from '@sprintconnect/plugin-sprintconnect-common';
import { HealthDetail } from './HealthDetail';
import { HealthDot } from './HealthDot';
import styles from './HealthBadge.module.css';

/** Health with its reason in a few words and for how long; the full reason is its title. */
export function HealthBadge(props: {
  status: HealthStatus;
  since?: string;
  reason?: HealthReason;
}) {
  const { status, since, reason } = props;
  return (
    <span className={styles.badge} title={reason?.message}>
      <HealthDot status={status} />
      <HealthDetail status={status} since={since} reason={reason} />
    </span>
  );
}
