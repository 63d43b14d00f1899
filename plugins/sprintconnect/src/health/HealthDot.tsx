import type { HealthStatus } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import styles from './HealthDot.module.css';

/** Health as a shape and a word; the shapes differ, so that no one needs to tell the colours apart. */
export function HealthDot(props: { status: HealthStatus; compact?: boolean }) {
  const { status, compact = false } = props;
  const { t } = useMessages();
  const label = t(`health.${status}`);
  const full = `${t('servers.columns.health')}: ${label}`;
  return (
    <span className={styles.health} title={compact ? full : undefined}>
      <span
        className={styles.dot}
        data-status={status}
        role={compact ? 'img' : undefined}
        aria-label={compact ? full : undefined}
        aria-hidden={compact ? undefined : true}
      />
      {!compact && label}
    </span>
  );
}
