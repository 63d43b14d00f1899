import type {
  HealthSummary,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { Explained } from '../ui';
import { currentHealth } from './currentHealth';
import { HealthDetail } from './HealthDetail';
import { HealthDot } from './HealthDot';
import { SparklineDrawing } from './SparklineDrawing';
import { useHealthTip } from './useHealthTip';
import { useProbeWords } from './useProbeWords';
import styles from './HealthCell.module.css';

/** Health in a row of the list. Before its summary is there, or without one, it shows what the list carries. */
export function HealthCell(props: {
  health: Server['health'];
  summary?: HealthSummary;
}) {
  const { health, summary } = props;
  const told = currentHealth(health, summary);
  const words = useProbeWords(summary?.recent);
  const tip = useHealthTip(told, words);
  const { status, since, reason } = told;
  return (
    <Explained tip={tip} plain className={styles.whole}>
      <span className={styles.cell}>
        <span className={styles.line}>
          <HealthDot status={status} />
          {summary && <SparklineDrawing recent={summary.recent} />}
        </span>
        <HealthDetail status={status} since={since} reason={reason} />
      </span>
    </Explained>
  );
}
