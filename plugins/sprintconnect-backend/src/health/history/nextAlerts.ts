import type { BurningAlert } from '../state/HealthState';
import {
  alertMinimum,
  burnRates,
  sloRules,
  watchedShortWindows,
  type WindowCounts,
} from './burnRates';

/** What an evaluation comes to. */
export interface AlertChange {
  /** All that burn now. */
  alerts: BurningAlert[];
  raised: BurningAlert[];
  resolved: BurningAlert[];
}

/**
 * Which alerts burn, after these probes. Pure.
 *
 * @remarks
 *
 * An alert burns while a rule of its severity is over its threshold in both windows: the long one says that it matters,
 * the short one that it still goes on, so that the alert ends soon after the failures do. There is one alert for each
 * severity, with the figures of the most urgent rule that is broken; it keeps its `since` while another rule takes over.
 * A window that was hardly watched yet raises none.
 */
export function nextAlerts(
  current: readonly BurningAlert[],
  what: { counts: WindowCounts; availability: number; now: Date },
): AlertChange {
  const { counts, availability, now } = what;
  const rates = burnRates(counts, availability);
  const alerts: BurningAlert[] = [];
  for (const severity of ['page', 'ticket'] as const) {
    const rule = sloRules.find(
      ({ severity: its, longWindow, shortWindow, threshold }) =>
        its === severity &&
        counts[longWindow].probes >= alertMinimum.probes &&
        counts[longWindow].failures >= alertMinimum.failures &&
        counts[longWindow].probes >=
          counts[shortWindow].probes * watchedShortWindows &&
        rates[longWindow] >= threshold &&
        rates[shortWindow] >= threshold,
    );
    if (rule) {
      const before = current.find(alert => alert.severity === severity);
      alerts.push({
        ...rule,
        burnRate: Number(rates[rule.longWindow].toFixed(1)),
        since: before?.since ?? now.toISOString(),
        ...(before?.noticeId && { noticeId: before.noticeId }),
      });
    }
  }
  const lacks = (list: readonly BurningAlert[]) => (alert: BurningAlert) =>
    !list.some(each => each.severity === alert.severity);
  return {
    alerts,
    raised: alerts.filter(lacks(current)),
    resolved: current.filter(lacks(alerts)),
  };
}
