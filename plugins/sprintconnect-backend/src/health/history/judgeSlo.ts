import type { Slo } from '@sprintconnect/plugin-sprintconnect-common';
import type { ProbeCounts } from './HistoryStore';
import { budgetLeft } from './burnRates';
import { HOUR_MS } from '../state/times';

/** A verdict over 30 days rests on a day at least: the first hours of a server are those in which it is set up. */
const HOURS_MIN = 24;

/**
 * How a server stands to its availability objective. Pure.
 *
 * There is no verdict before a single failure would leave the objective kept: with 99.9 % that takes 1 000 probes. Until then one lost packet
 * would read as an error budget that is overspent many times.
 */
export function judgeSlo(known: {
  /** Probes of the last 30 days, and the oldest of them. */
  counts: ProbeCounts;
  since?: Date;
  availability: number;
  asksForLogin: boolean;
  now: Date;
}): Pick<Slo, 'budgetLeft' | 'verdict' | 'needed'> {
  const { counts, since, availability, asksForLogin, now } = known;
  const left = budgetLeft(counts, availability);
  // 1 / (1 - 0.99) is a little more than 100.
  const probes = Math.ceil(Number((1 / (1 - availability)).toFixed(6)));
  const needed = { probes, hours: HOURS_MIN };
  const coveredMs = since ? now.getTime() - since.getTime() : 0;
  const isEnough =
    counts.probes >= needed.probes && coveredMs >= needed.hours * HOUR_MS;
  const kept = left < 0 ? 'missed' : 'met';
  const judged = isEnough ? kept : 'not-enough-data';
  return {
    budgetLeft: left,
    verdict: asksForLogin ? 'not-judged' : judged,
    needed,
  };
}
