import { lazy, Suspense, useMemo } from 'react';
import { Text } from '@backstage/ui';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { Bone, Panel } from '../ui';
import { Legend } from './Legend';
import { latencySeries } from './latencySeries';
import { statusTone } from './statusTone';
import type { RangedHistory } from './useServerHealth';
import styles from './LatencyPanel.module.css';

// The chart library is large and used nowhere else: only who looks at latency pays for it.
const LatencyChart = lazy(() =>
  import('./LatencyChart').then(module => ({ default: module.LatencyChart })),
);

/** An objective far above what was measured would press the lines to the ground; it is then told instead. */
const HEADROOM = 3;

/** Latency over time: median and 95th percentile, the objective, and the incidents as shades. */
export function LatencyPanel(props: {
  ranged: RangedHistory;
  objectiveMs?: number;
}) {
  const { ranged, objectiveMs } = props;
  const { t } = useMessages();
  const { duration } = useFormats();
  const series = useMemo(() => latencySeries(ranged.history), [ranged]);
  const slowest = Math.max(
    0,
    ...series.map(each => Math.max(each.p50 ?? 0, each.p95 ?? 0)),
  );
  const drawn = objectiveMs !== undefined && objectiveMs <= slowest * HEADROOM;
  const shades = (['degraded', 'unhealthy'] as const).filter(status =>
    ranged.history.incidents.some(each => each.status === status),
  );
  const line = (name: 'p50' | 'p95' | 'objective', label: string) => ({
    mark: (
      <span
        className={styles.line}
        data-line={name}
        data-tone={name === 'objective' ? 'warning' : 'info'}
      />
    ),
    label,
  });
  const entries = [
    line('p50', t('health.latency.p50')),
    ...(series.some(each => each.p95 !== null)
      ? [line('p95', t('health.latency.p95'))]
      : []),
    ...(objectiveMs === undefined
      ? []
      : [
          line(
            'objective',
            t(
              drawn
                ? 'health.latency.objective'
                : 'health.latency.objectiveAbove',
              { time: duration(objectiveMs) },
            ),
          ),
        ]),
    ...shades.map(status => ({
      mark: <span className={styles.shade} data-tone={statusTone(status)} />,
      label: t(`health.${status}`),
    })),
  ];
  return (
    <Panel
      title={t('health.latency.title')}
      description={t('health.latency.description')}
    >
      {slowest === 0 ? (
        <Text as="p" color="secondary">
          {t('health.latency.none')}
        </Text>
      ) : (
        <div className={styles.latency}>
          <Legend entries={entries} />
          <div className={styles.chart}>
            <Suspense fallback={<Bone width="100%" height={260} />}>
              <LatencyChart
                series={series}
                ranged={ranged}
                objectiveMs={drawn ? objectiveMs : undefined}
              />
            </Suspense>
          </div>
        </div>
      )}
    </Panel>
  );
}
