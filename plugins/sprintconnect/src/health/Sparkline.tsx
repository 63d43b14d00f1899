import type { HealthSummary } from '@sprintconnect/plugin-sprintconnect-common';
import { type Translate, useMessages } from '../translation';
import { sparklineShape } from './sparklineShape';
import styles from './Sparkline.module.css';

const BOX = { width: 84, height: 18, slots: 30 };
const INSET = 2;
/** Height of the mark of a failed probe. */
const FAILURE = 7;

/** The latency of the last probes as a small line; failures are gaps with a mark below. Says the same in words. */
export function Sparkline(props: { recent: HealthSummary['recent'] }) {
  const { recent } = props;
  const { t } = useMessages();
  if (recent.length === 0) return null;
  const { line, failures } = sparklineShape(recent, BOX);
  const width = BOX.width + 2 * INSET;
  const height = BOX.height + 2 * INSET;
  const words = wordsOf(t, recent);
  return (
    <svg
      className={styles.sparkline}
      role="img"
      width={width}
      height={height}
      viewBox={`${-INSET} ${-INSET} ${width} ${height}`}
    >
      <title>{words}</title>
      <path className={styles.base} d={`M0 ${BOX.height + 1}h${BOX.width}`} />
      <path className={styles.line} d={line} />
      {failures.map(x => (
        <path
          key={x}
          className={styles.failure}
          d={`M${x} ${BOX.height - FAILURE}v${FAILURE}`}
        />
      ))}
    </svg>
  );
}

function wordsOf(t: Translate, recent: HealthSummary['recent']): string {
  const failed = recent.filter(each => !each.ok).length;
  const latencies = recent
    .flatMap(each => (each.ok ? (each.latencyMs ?? []) : []))
    .sort((one, other) => one - other);
  const probes = t('health.sparkline.probes', { count: recent.length });
  const failures =
    failed > 0
      ? t('health.sparkline.failed', { count: failed })
      : t('health.sparkline.noneFailed');
  if (latencies.length === 0) return `${probes}: ${failures}`;
  const typical = t('health.sparkline.typical', {
    typical: String(Math.round(latencies[Math.floor(latencies.length / 2)])),
    slowest: String(Math.round(latencies[latencies.length - 1])),
  });
  return `${probes}: ${typical}, ${failures}`;
}
