import type {
  HealthReason,
  HealthStatus,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { ElapsedTime } from '../ui';
import { reasonLabel } from './reasonLabel';
import styles from './HealthDetail.module.css';

/** The reason in a few words and for how long, such as "Slow · for 3 hr". A reason that the status says already is left out. */
export function HealthDetail(props: {
  status: HealthStatus;
  since?: string;
  reason?: HealthReason;
}) {
  const { status, since } = props;
  const reason = props.reason?.code === status ? undefined : props.reason;
  const { t } = useMessages();
  if (!since && !reason) return null;
  return (
    <span className={styles.detail}>
      {reason && reasonLabel(t, reason.code)}
      {reason && since && ' · '}
      {since && (
        <span className={styles.time}>
          {t('health.lasting', {
            time: <ElapsedTime since={since} brief bare />,
          })}
        </span>
      )}
    </span>
  );
}
