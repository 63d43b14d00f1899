import type { SloAlert } from '@sprintconnect/plugin-sprintconnect-common';
import {
  alertMinimum,
  burnRates,
  sloRules,
  type WindowCounts,
} from './burnRates';

/** What an evaluation comes to. */
export interface AlertChange {
  /** All that burn now. */
  alerts: SloAlert[];
  raised: SloAlert[];
  resolved: SloAlert[];
}

/**
 * Which alerts burn, after these probes. Pure.
 *
 * @remarks
 *
 * An alert burns while a rule of its severity is over its threshold in both windows: the long one says that it matters,
 * the short one that it still goes on, so that the alert ends soon after the failures do. There is one alert for each
 * severity, with the figures of the rule that is exceeded most; it keeps its `since` while another rule takes over.
 */
export function nextAlerts(
  current: readonly SloAlert[],
  what: { counts: WindowCounts; availability: number; now: Date },
): AlertChange {
  const { counts, availability, now } = what;
  const rates = burnRates(counts, availability);
  const alerts: SloAlert[] = [];
  for (const severity of ['page', 'ticket'] as const) {
    const [worst] = sloRules
      .filter(rule => rule.severity === severity)
      .filter(({ longWindow, shortWindow, threshold }) => {
        const { probes, failures } = counts[longWindow];
        return (
          probes >= alertMinimum.probes &&
          failures >= alertMinimum.failures &&
          rates[longWindow] >= threshold &&
          rates[shortWindow] >= threshold
        );
      })
      .sort(
        (a, b) =>
          rates[b.longWindow] / b.threshold - rates[a.longWindow] / a.threshold,
      );
    if (worst) {
      const before = current.find(alert => alert.severity === severity);
      alerts.push({
        ...worst,
        burnRate: Number(rates[worst.longWindow].toFixed(1)),
        since: before?.since ?? now.toISOString(),
      });
    }
  }
  const lacks = (list: readonly SloAlert[]) => (alert: SloAlert) =>
    !list.some(each => each.severity === alert.severity);
  return {
    alerts,
    raised: alerts.filter(lacks(current)),
    resolved: current.filter(lacks(alerts)),
  };
}
