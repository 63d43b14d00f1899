import type { WindowRead } from './HistoryStore';
import { planReads, type Kept } from './planReads';
import { plus } from '../state/times';

/**
 * What to read to count the probes of several windows that all end at `to`. Each read counts for the narrowest window
 * that it lies in, so that nothing is read twice; {@link addUp} gives every window its own. Pure.
 */
export function windowReads(
  windows: Readonly<Record<string, number>>,
  { to, kept }: { to: Date; kept: Kept },
): WindowRead[] {
  let end = to;
  return byLength(windows).flatMap(([window, lengthMs]) => {
    const from = plus(to, -lengthMs);
    const reads = planReads({ from, to: end }, kept);
    end = from;
    return reads.map(read => ({ window, read }));
  });
}

/** Sums what {@link windowReads} counted, so that every window holds the narrower ones. */
export function addUp<W extends string>(
  windows: Readonly<Record<W, number>>,
  counted: Readonly<Record<string, { probes: number; failures: number }>> = {},
): Record<W, { probes: number; failures: number }> {
  const sum = { probes: 0, failures: 0 };
  return Object.fromEntries(
    byLength(windows).map(([window]) => {
      sum.probes += counted[window]?.probes ?? 0;
      sum.failures += counted[window]?.failures ?? 0;
      return [window, { ...sum }];
    }),
  ) as Record<W, { probes: number; failures: number }>;
}

function byLength(windows: Readonly<Record<string, number>>) {
  return Object.entries(windows).sort(([, a], [, b]) => a - b);
}
