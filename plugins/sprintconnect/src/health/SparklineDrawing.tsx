import type { HealthSummary } from '@sprintconnect/plugin-sprintconnect-common';
import { sparklineShape } from './sparklineShape';
import { useProbeWords } from './useProbeWords';
import styles from './Sparkline.module.css';

const BOX = { width: 84, height: 18, slots: 30 };
const INSET = 2;
/** Height of the mark of a failed probe. */
const FAILURE = 7;

/** The latency of the last probes as a small line; failures are gaps with a mark below. Its name says the same in words. */
export function SparklineDrawing(props: { recent: HealthSummary['recent'] }) {
  const { recent } = props;
  const words = useProbeWords(recent);
  if (!words) return null;
  const { line, failures } = sparklineShape(recent, BOX);
  const width = BOX.width + 2 * INSET;
  const height = BOX.height + 2 * INSET;
  return (
    <svg
      className={styles.sparkline}
      role="img"
      aria-label={words}
      width={width}
      height={height}
      viewBox={`${-INSET} ${-INSET} ${width} ${height}`}
    >
      <path className={styles.base} d={`M0 ${BOX.height + 1}h${BOX.width}`} />
      <path className={styles.line} d={line} />
      {failures.map(x => (
        <path
          key={x}
          className={styles.failure}
          data-tone="danger"
          d={`M${x} ${BOX.height - FAILURE}v${FAILURE}`}
        />
      ))}
    </svg>
  );
}
