import type {
  HealthReason,
  HealthStatus,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { RelativeTime } from '../ui';
import { HealthDot } from './HealthDot';
import { reasonLabel } from './reasonLabel';
import styles from './HealthBadge.module.css';

/** Health with its reason in a few words and since when; the full reason is its title. */
export function HealthBadge(props: {
  status: HealthStatus;
  since?: string;
  reason?: HealthReason;
}) {
  const { status, since, reason } = props;
  const { t } = useMessages();
  return (
    <span className={styles.badge} title={reason?.message}>
      <HealthDot status={status} />
      {(reason || since) && (
        <span className={styles.detail}>
          {reason && <span>{reasonLabel(t, reason.code)}</span>}
          {since && (
            <span>
              {t('health.sinceLabel')} <RelativeTime at={since} />
            </span>
          )}
        </span>
      )}
    </span>
  );
}
