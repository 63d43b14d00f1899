import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { barLabel } from './barLabel';
import { BarTip } from './BarTip';
import type { HistoryBar } from './historyBars';
import { Legend } from './Legend';
import type { HealthRangeName } from './ranges';
import { tickLabel } from './timeLabel';
import styles from './UptimeBars.module.css';

type State = 'none' | 'good' | 'partly' | 'bad';

/** The shares of good probes that the legend draws. */
const EXAMPLES: Record<State, number | undefined> = {
  none: undefined,
  good: 1,
  partly: 0.65,
  bad: 0.25,
};

/**
 * One bar for each stretch of time, and what it stands for when it is pointed at or reached with the arrow keys.
 * The failed share hangs from the top of a bar, so that nobody needs to tell the colours apart.
 */
export function UptimeBars(props: {
  bars: HistoryBar[];
  range: HealthRangeName;
}) {
  const { bars, range } = props;
  const { t } = useMessages();
  const formats = useFormats();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(bars.length - 1);
  const [told, setTold] = useState<{ index: number; anchor: HTMLElement }>();
  const shown = { range, formats };
  const current = Math.min(chosen, bars.length - 1);

  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setTold(undefined);
    const to = target(event.key, current, bars.length - 1);
    if (to === undefined) return;
    event.preventDefault();
    setChosen(to);
    list.current?.querySelectorAll<HTMLElement>('[role=option]')[to]?.focus();
  };
  return (
    <div className={styles.uptime}>
      <div
        ref={list}
        role="listbox"
        tabIndex={-1}
        aria-label={t('health.uptime.bars')}
        aria-orientation="horizontal"
        className={styles.bars}
        onKeyDown={move}
        onMouseLeave={() => setTold(undefined)}
      >
        {bars.map((bar, index) => {
          const { time, lines } = barLabel(t, bar, shown);
          return (
            <div
              key={bar.from}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === current}
              aria-label={[time, ...lines].join(', ')}
              tabIndex={index === current ? 0 : -1}
              className={styles.bar}
              data-state={stateOf(bar)}
              data-tone={stateOf(bar) === 'none' ? 'neutral' : 'success'}
              onFocus={({ currentTarget }) => {
                setChosen(index);
                setTold({ index, anchor: currentTarget });
              }}
              onBlur={() => setTold(undefined)}
              onMouseEnter={({ currentTarget }) =>
                setTold({ index, anchor: currentTarget })
              }
            >
              <FailedShare uptime={bar.uptime} />
            </div>
          );
        })}
      </div>
      {told && bars[told.index] && (
        <BarTip
          anchor={told.anchor}
          label={barLabel(t, bars[told.index], shown)}
        />
      )}
      <div className={styles.axis} aria-hidden="true">
        <span>{bars[0] && tickLabel(bars[0].from, shown)}</span>
        <span>{t('health.uptime.now')}</span>
      </div>
      <Legend
        entries={(['good', 'partly', 'bad', 'none'] as const).map(state => ({
          mark: (
            <span
              className={styles.swatch}
              data-tone={state === 'none' ? 'neutral' : 'success'}
            >
              <FailedShare uptime={EXAMPLES[state]} />
            </span>
          ),
          label:
            state === 'none'
              ? t('health.uptime.noProbe')
              : t(`health.uptime.${state}`),
        }))}
      />
    </div>
  );
}

function FailedShare(props: { uptime?: number }) {
  const { uptime } = props;
  if (uptime === undefined || uptime === 1) return null;
  // A single failure of many must still be seen.
  const height = Math.max((1 - uptime) * 100, 18);
  return (
    <span
      className={styles.failed}
      data-whole={uptime === 0 || undefined}
      data-tone={uptime > 0.5 ? 'warning' : 'danger'}
      style={{ height: `${height}%` }}
    />
  );
}

function stateOf({ uptime }: HistoryBar): State {
  if (uptime === undefined) return 'none';
  if (uptime === 1) return 'good';
  return uptime > 0.5 ? 'partly' : 'bad';
}

function target(key: string, from: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(from - 1, 0);
    case 'ArrowRight':
      return Math.min(from + 1, last);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
