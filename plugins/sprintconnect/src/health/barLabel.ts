import type { Translate } from '../translation';
import type { HistoryBar } from './historyBars';
import type { HealthRangeName } from './ranges';
import { reasonLabel } from './reasonLabel';
import { share } from './share';
import { spanLabel } from './timeLabel';

/** What a bar says in words: when, how much of it was up, what went wrong. */
export interface BarLabel {
  time: string;
  lines: string[];
}

export function barLabel(
  t: Translate,
  bar: HistoryBar,
  shown: { range: HealthRangeName; language: string },
): BarLabel {
  const { language } = shown;
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
      t('health.uptime.up', { share: share({ value: uptime, language }) }),
      t('health.uptime.failed', { failures: String(failures), count: probes }),
      ...new Set(causes),
    ],
  };
}
