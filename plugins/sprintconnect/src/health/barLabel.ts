import type { Formats } from '../format';
import type { Translate } from '../translation';
import type { HistoryBar } from './historyBars';
import type { HealthRangeName } from './ranges';
import { reasonLabel } from './reasonLabel';
import { spanLabel } from './timeLabel';

/** What a bar says in words: when, how much of it was up, what went wrong. */
export interface BarLabel {
  time: string;
  lines: string[];
}

export function barLabel(
  t: Translate,
  bar: HistoryBar,
  shown: { range: HealthRangeName; formats: Formats },
): BarLabel {
  const { probes, failures, uptime } = bar;
  const time = spanLabel(bar, shown);
  if (uptime === undefined) {
    return { time, lines: [t('health.uptime.noProbe')] };
  }
  const causes = bar.incidents.map(({ cause }) =>
    t('health.uptime.incident', { cause: reasonLabel(t, cause.code) }),
  );
  return {
    time,
    lines: [
      t('health.uptime.up', { share: shown.formats.percent(uptime) }),
      t('health.uptime.failed', { failures, count: probes }),
      ...new Set(causes),
    ],
  };
}
