import { Explained } from '../ui';
import { HealthDetail } from './HealthDetail';
import { HealthDot } from './HealthDot';
import { type ToldHealth, useHealthTip } from './useHealthTip';
import styles from './HealthBadge.module.css';

/** Health with its reason in a few words and for how long; its tip has the reason in full and the exact begin. */
export function HealthBadge(props: ToldHealth) {
  const { status, since, reason } = props;
  const tip = useHealthTip(props);
  return (
    <Explained tip={tip} plain>
      <span className={styles.badge}>
        <HealthDot status={status} />
        <HealthDetail status={status} since={since} reason={reason} />
      </span>
    </Explained>
  );
}
