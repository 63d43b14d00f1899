import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { toneClasses } from '../ui';
import { axisTicks } from './axisTicks';
import type { LatencyPoint } from './latencySeries';
import { statusTone } from './statusTone';
import { momentLabel, tickLabel } from './timeLabel';
import type { RangedHistory } from './useServerHealth';
import styles from './LatencyChart.module.css';

const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };
const TICK = { fill: 'var(--bui-fg-secondary)', fontSize: 12 };

/** The lines themselves. It fills its parent; the table beside it holds the same in words. */
export function LatencyChart(props: {
  series: LatencyPoint[];
  ranged: RangedHistory;
  objectiveMs?: number;
}) {
  const { series, ranged, objectiveMs } = props;
  const { range, span, history } = ranged;
  const { t } = useMessages();
  const formats = useFormats();
  const shown = { range, formats };
  const within = (at: number) => Math.min(Math.max(at, span.from), span.to);
  const end = Date.parse(history.to);
  return (
    <LineChart
      responsive
      className={styles.chart}
      data={series}
      margin={MARGIN}
      title={t('health.latency.chart')}
    >
      <CartesianGrid vertical={false} stroke="var(--bui-border-1)" />
      {history.incidents.map(each => (
        <ReferenceArea
          key={each.id}
          x1={within(Date.parse(each.startedAt))}
          x2={within(each.endedAt ? Date.parse(each.endedAt) : end)}
          className={`${styles.incident} ${toneClasses[statusTone(each.status)]}`}
        />
      ))}
      <XAxis
        dataKey="at"
        type="number"
        scale="time"
        domain={[span.from, span.to]}
        ticks={axisTicks(span, range)}
        tickFormatter={(at: number) => tickLabel(at, shown)}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: 'var(--bui-border-2)' }}
        minTickGap={16}
        interval="equidistantPreserveStart"
      />
      <YAxis
        width="auto"
        tickFormatter={(value: number) => formats.duration(value)}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        domain={[0, 'auto']}
      />
      {objectiveMs !== undefined && (
        <ReferenceLine
          y={objectiveMs}
          className={styles.objective}
          ifOverflow="extendDomain"
        />
      )}
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--bui-border-2)' }}
        content={({ active, payload }) => {
          const point = payload?.[0]?.payload as LatencyPoint | undefined;
          if (!active || !point) return null;
          return (
            <div className={styles.tip}>
              <strong>{momentLabel(point.at, shown)}</strong>
              {(['p50', 'p95'] as const).map(each => {
                const value = point[each];
                return (
                  value !== null && (
                    <span key={each}>
                      {t(`health.latency.${each}`)}: {formats.duration(value)}
                    </span>
                  )
                );
              })}
            </div>
          );
        }}
      />
      <Line
        dataKey="p95"
        className={styles.p95}
        dot={<Dot />}
        isAnimationActive={false}
      />
      <Line
        dataKey="p50"
        className={styles.p50}
        dot={<Dot />}
        isAnimationActive={false}
      />
    </LineChart>
  );
}

/** Only what stands alone needs a dot; the rest is the line. */
function Dot(props: { cx?: number; cy?: number; payload?: LatencyPoint }) {
  const { cx, cy, payload } = props;
  if (!payload?.alone || cx === undefined || cy === undefined) return <g />;
  return <circle className={styles.dot} cx={cx} cy={cy} r={2.5} />;
}
