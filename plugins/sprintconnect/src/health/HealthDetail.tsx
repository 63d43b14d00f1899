import type { HealthReason } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { ElapsedTime } from '../ui';
import { reasonLabel } from './reasonLabel';
import styles from './HealthDetail.module.css';

/** The reason in a few words and for how long, such as "Slow · for 3 hr". */
export function HealthDetail(props: { since?: string; reason?: HealthReason }) {
  const { since, reason } = props;
  const { t } = useMessages();
  if (!since && !reason) return null;
  return (
    <span className={styles.detail}>
      {reason && reasonLabel(t, reason.code)}
      {reason && since && ' · '}
      {since &&
        t('health.lasting', { time: <ElapsedTime since={since} brief /> })}
    </span>
  );
}
