import type { HealthStatus } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { statusTone } from './statusTone';
import styles from './HealthDot.module.css';

/** Health as a shape and a word; the shapes differ, so that no one needs to tell the colours apart. */
export function HealthDot(props: { status: HealthStatus }) {
  const { status } = props;
  const { t } = useMessages();
  return (
    <span className={styles.health}>
      <span
        className={styles.dot}
        data-status={status}
        data-tone={statusTone(status)}
        aria-hidden="true"
      />
      {t(`health.${status}`)}
    </span>
  );
}
