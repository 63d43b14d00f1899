import type {
  Fault,
  HealthHistory,
  HealthHistoryQuery,
  HealthPoint,
  HealthResolution,
} from '@sprintconnect/plugin-sprintconnect-common';
import { invalid, ProblemError } from '../../http';
import type { RequestContext } from '../../ports';
import type { HistoryKey } from './HistoryStore';
import type { HistoryDeps } from './HistoryDeps';
import { keptProbes } from './keptProbes';
import { planReads, type Kept, type Stretch } from './planReads';
import { pointsOf } from './pointsOf';
import { ceilTo, DAY_MS, floorTo, HOUR_MS, plus } from '../state/times';

/** Most points of an answer whose resolution we choose. */
const POINTS_CHOSEN = 1_000;
/** Most points of any answer. */
const POINTS_MAX = 2_000;
const INCIDENTS_MAX = 500;

const LENGTHS = { hour: HOUR_MS, day: DAY_MS };

/**
 * Probes of a stretch of time, or their sums, and its incidents. Hours and days are told whole, so that the answer
 * begins where the first of them does. Throws a 400 problem for a stretch that cannot be answered so.
 */
export async function answerHistory(
  deps: HistoryDeps,
  ctx: RequestContext,
  request: { serverId: string; query: HealthHistoryQuery },
): Promise<HealthHistory> {
  const { serverId, query } = request;
  const key = { orgId: ctx.orgId, serverId };
  const now = deps.clock.now();
  const asked = stretchOf(query, now);
  const kept = await keptProbes({ ...deps, now });
  const { resolution, points } = await pointsAt(deps, key, {
    asked,
    kept,
    resolution: query.resolution,
    now,
  });
  const from =
    resolution === 'raw'
      ? asked.from
      : floorTo(LENGTHS[resolution], asked.from);
  const incidents = await deps.history.incidents(key, {
    from,
    to: asked.to,
    limit: INCIDENTS_MAX,
  });
  return {
    from: from.toISOString(),
    to: asked.to.toISOString(),
    resolution,
    points,
    incidents,
  };
}

function stretchOf(query: HealthHistoryQuery, now: Date): Stretch {
  const to = query.to === undefined ? now : new Date(query.to);
  const from =
    query.from === undefined ? plus(to, -DAY_MS) : new Date(query.from);
  if (from >= to) {
    throw invalid([
      {
        path: 'from',
        message: `must be before "to", which is ${to.toISOString()}`,
      },
    ]);
  }
  return { from, to };
}

interface Asked {
  asked: Stretch;
  kept: Kept;
  resolution?: HealthResolution;
  now: Date;
}

async function pointsAt(
  deps: HistoryDeps,
  key: HistoryKey,
  what: Asked,
): Promise<{ resolution: HealthResolution; points: HealthPoint[] }> {
  const { asked, resolution } = what;
  if (resolution === 'raw' || resolution === undefined) {
    const points = await probesOf(deps, key, what);
    if (points) return { resolution: 'raw', points };
  }
  const sums =
    resolution === 'hour' || resolution === 'day'
      ? resolution
      : hourOrDay(asked);
  const points = await sumsOf(deps, key, { ...what, sums });
  return { resolution: sums, points };
}

function hourOrDay(asked: Stretch): 'hour' | 'day' {
  return lengthIn(HOUR_MS, asked) <= POINTS_CHOSEN ? 'hour' : 'day';
}

/** Single probes. Undefined where nobody asked for them and they are too many, or gone. */
async function probesOf(
  { history, settings }: HistoryDeps,
  key: HistoryKey,
  { asked, kept, resolution }: Asked,
): Promise<HealthPoint[] | undefined> {
  const max = resolution ? POINTS_MAX : POINTS_CHOSEN;
  if (asked.from < kept.rawSince) {
    if (!resolution) return undefined;
    throw refused(
      `Individual probes are kept for ${settings.rawDays} days. Use a later "from" or resolution=hour.`,
      { path: 'from', message: `is more than ${settings.rawDays} days ago` },
    );
  }
  if (!(await history.hasMoreThan(key, { ...asked, limit: max }))) {
    return history.probes(key, { ...asked, limit: max });
  }
  if (!resolution) return undefined;
  throw refused(
    `There are more than ${max} probes between "from" and "to". Use a shorter period or resolution=hour.`,
    { path: 'from', message: 'is too long before "to"' },
  );
}

async function sumsOf(
  { history }: HistoryDeps,
  key: HistoryKey,
  { asked, kept, now, sums }: Asked & { sums: 'hour' | 'day' },
): Promise<HealthPoint[]> {
  const lengthMs = LENGTHS[sums];
  const count = lengthIn(lengthMs, asked);
  if (count > POINTS_MAX) {
    throw refused(
      `There are ${count} ${sums}s between "from" and "to", and a response has at most ${POINTS_MAX} points. Use a shorter period${sums === 'hour' ? ' or resolution=day' : ''}.`,
      { path: 'from', message: 'is too long before "to"' },
    );
  }
  const whole = ceilTo(lengthMs, asked.to);
  const stretch = {
    from: floorTo(lengthMs, asked.from),
    to: whole < now ? whole : now,
  };
  const reads = planReads(stretch, {
    ...kept,
    daysUntil: sums === 'day' ? kept.daysUntil : undefined,
  });
  return pointsOf(await history.samples(key, reads), lengthMs);
}

/** How many hours or days a stretch touches. */
function lengthIn(lengthMs: number, { from, to }: Stretch): number {
  return (
    (ceilTo(lengthMs, to).getTime() - floorTo(lengthMs, from).getTime()) /
    lengthMs
  );
}

function refused(detail: string, error: Fault): ProblemError {
  return new ProblemError({ kind: 'invalid-request', detail, errors: [error] });
}
