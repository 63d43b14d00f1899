import type { HealthSettings } from '../state/HealthSettings';
import type { HistoryStore } from './HistoryStore';
import type { Kept } from './planReads';
import { DAY_MS, HOUR_MS, plus } from '../state/times';

/** Single probes from before this may be forgotten: an hour more than promised, for who asks for just that. */
export function rawSince(
  { rawDays }: Pick<HealthSettings, 'rawDays'>,
  now: Date,
): Date {
  return plus(now, -rawDays * DAY_MS - HOUR_MS);
}

/** What there is to read now. */
export async function keptProbes(options: {
  history: HistoryStore;
  settings: Pick<HealthSettings, 'rawDays'>;
  now: Date;
}): Promise<Kept> {
  const { history, settings, now } = options;
  const { hour, day } = await history.doneUntil();
  return {
    rawSince: rawSince(settings, now),
    hoursUntil: hour,
    daysUntil: day,
  };
}
