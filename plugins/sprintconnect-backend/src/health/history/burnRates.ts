import type { SloAlert } from '@sprintconnect/plugin-sprintconnect-common';
import { DAY_MS, HOUR_MS } from '../state/times';

/** The windows over which budgets are watched, in milliseconds. */
export const sloWindows = {
  '5m': HOUR_MS / 12,
  '30m': HOUR_MS / 2,
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '3d': 3 * DAY_MS,
} as const;
/** The name of a window. */
export type SloWindow = keyof typeof sloWindows;

/** When to raise which alert, most urgent first: Google SRE Workbook, "Alerting on SLOs", table 5-8, for a budget of 30 days. */
export const sloRules = [
  { severity: 'page', longWindow: '1h', shortWindow: '5m', threshold: 14.4 },
  { severity: 'page', longWindow: '6h', shortWindow: '30m', threshold: 6 },
  { severity: 'ticket', longWindow: '3d', shortWindow: '6h', threshold: 1 },
] as const satisfies readonly (Pick<SloAlert, 'severity' | 'threshold'> & {
  longWindow: SloWindow;
  shortWindow: SloWindow;
})[];

/**
 * The least that must have happened in the long window before it can raise an alert. With a probe a minute a single
 * failure is a burn rate of 16 over an hour against 99.9 %, and nobody should be woken for one lost packet.
 */
export const alertMinimum = { probes: 10, failures: 3 };

/**
 * A window says nothing of its length before it was watched for half of it: the failure of a server that is known for
 * two minutes is no failure "over 3 days". Each long window is twelve short ones, so that it must hold as many probes as
 * six of them. That is counted in probes, because servers have intervals of their own.
 */
export const watchedShortWindows = 6;

/** Probes of each window. */
export type WindowCounts = Readonly<
  Record<SloWindow, { probes: number; failures: number }>
>;

/**
 * How fast each window uses the error budget up: its share of failures, divided by the share that the objective allows.
 * 1 uses it up exactly by the end of the 30 days. 0 where there is no probe. Pure.
 */
export function burnRates(
  counts: WindowCounts,
  availability: number,
): Record<SloWindow, number> {
  return Object.fromEntries(
    Object.entries(counts).map(([window, { probes, failures }]) => [
      window,
      probes === 0 ? 0 : failures / probes / (1 - availability),
    ]),
  ) as Record<SloWindow, number>;
}

/** What is left of the budget after these probes: 1 is all of it, below 0 the objective is missed. Pure. */
export function budgetLeft(
  { probes, failures }: { probes: number; failures: number },
  availability: number,
): number {
  if (probes === 0) return 1;
  const left = 1 - failures / probes / (1 - availability);
  return Number(left.toFixed(4));
}
