import { nextTurn } from '../../pace';
import type { Clock, Database } from '../../ports';
import { LATE_AFTER_MS } from '../state/ProbeStore';
import type { Rollup, RollupStore } from './RollupStore';
import { DAY_MS, floorTo, HOUR_MS, plus } from '../state/times';

export interface RollUpOptions {
  database: Database;
  clock: Clock;
  rollups: RollupStore;
  /** Probes from before this may be gone, so that hours from before it are not summed up again. */
  rawSince: Date;
  /** Breaks off between two batches. */
  signal?: AbortSignal;
}

/** What one pass did. */
export interface RolledUp {
  hours: number;
  days: number;
  lateHours: number;
}

/** When an hour may be summed up: what is written later than LATE_AFTER_MS is noted, and this is three minutes more. */
export const ROLL_UP_AFTER_MS = LATE_AFTER_MS + 3 * 60_000;

/** Servers of one batch: some 3,000 probes, which is some milliseconds of a thread that others need, too. */
const SERVERS = 50;
const LATE_HOURS = 50;
/** Steps of one pass; a longer backlog is left to the next. */
const STEPS = 200;

/**
 * Sums probes up into hours and hours into days, as far as time has come.
 *
 * @remarks
 *
 * Incremental: it goes on where the last pass ended. Idempotent and restartable: a sum is always made anew from all of
 * its probes and put in the place of the former, and how far it is moves on only when an hour is done for all servers.
 * So it does not matter where it is broken off. Late probes: {@link ProbeStore} notes their
 * hours, which are summed up again together with their days.
 */
export async function rollUp(options: RollUpOptions): Promise<RolledUp> {
  const { clock } = options;
  const settled = plus(clock.now(), -ROLL_UP_AFTER_MS);
  const hours = await advance('hour', floorTo(HOUR_MS, settled), options);
  const lateHours = await rollUpLateHours(options);
  const hoursUntil = await options.rollups.doneUntil('hour');
  const days = hoursUntil
    ? await advance('day', floorTo(DAY_MS, hoursUntil), options)
    : 0;
  return { hours, days, lateHours };
}

/** Does the hours or days that ended by `until`, oldest first; gives how many. */
async function advance(
  rollup: Rollup,
  until: Date,
  options: RollUpOptions,
): Promise<number> {
  const { rollups } = options;
  const lengthMs = rollup === 'hour' ? HOUR_MS : DAY_MS;
  let done = 0;
  let from = await nextOf(rollup, lengthMs, rollups);
  while (from && from < until && done < STEPS) {
    const to = plus(from, lengthMs);
    if (!(await sumUp(rollup, { from, to }, options))) return done;
    await rollups.advance(rollup, to);
    done += 1;
    from = to;
  }
  return done;
}

/** Where it goes on: where it ended, or with the oldest row; probes are written up to an hour out of order. */
async function nextOf(
  rollup: Rollup,
  lengthMs: number,
  rollups: RollupStore,
): Promise<Date | undefined> {
  const doneUntil = await rollups.doneUntil(rollup);
  if (doneUntil) return doneUntil;
  const oldest = await rollups.oldest(rollup);
  return (
    oldest &&
    floorTo(lengthMs, rollup === 'hour' ? plus(oldest, -HOUR_MS) : oldest)
  );
}

/** All servers, batch by batch. False when it was broken off. */
async function sumUp(
  rollup: Rollup,
  stretch: { from: Date; to: Date },
  { database, rollups, signal }: RollUpOptions,
): Promise<boolean> {
  let after = '';
  for (;;) {
    if (signal?.aborted) return false;
    const serverIds = await rollups.serversAfter(rollup, {
      after,
      limit: SERVERS,
    });
    if (serverIds.length === 0) return true;
    const what = { serverIds, ...stretch };
    const sums =
      rollup === 'hour'
        ? await rollups.sumProbes(database.reader, what)
        : await rollups.sumHours(database.reader, what);
    await rollups.write(database.reader, rollup, sums);
    after = serverIds[serverIds.length - 1];
    await nextTurn();
  }
}

/** Hours that got a probe after they were summed up, and their days; gives how many. */
async function rollUpLateHours(options: RollUpOptions): Promise<number> {
  const { database, rollups, rawSince, signal } = options;
  const daysUntil = await rollups.doneUntil('day');
  let done = 0;
  for (let step = 0; step < STEPS && !signal?.aborted; step++) {
    const taken = await database.transaction(async tx => {
      const late = await rollups.takeLateHours(tx, LATE_HOURS);
      for (const { serverId, at } of late) {
        // An hour whose probes are gone keeps the sum that it has.
        if (at < rawSince) continue;
        const serverIds = [serverId];
        const hour = { serverIds, from: at, to: plus(at, HOUR_MS) };
        await rollups.write(tx, 'hour', await rollups.sumProbes(tx, hour));
        const from = floorTo(DAY_MS, at);
        if (daysUntil && from < daysUntil) {
          const day = { serverIds, from, to: plus(from, DAY_MS) };
          await rollups.write(tx, 'day', await rollups.sumHours(tx, day));
        }
      }
      return late.length;
    });
    done += taken;
    await nextTurn();
    if (taken < LATE_HOURS) break;
  }
  return done;
}
