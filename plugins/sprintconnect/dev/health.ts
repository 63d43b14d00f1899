import type {
  HealthHistory,
  HealthPoint,
  HealthResolution,
  HealthSummary,
  Incident,
  Server,
  ServerHealth,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ago, idOf } from './moments';
import {
  type HealthStory,
  storyOf,
  type Trouble,
  wantsLogin,
} from './healthStories';

const MINUTE = 60_000;
const STEP: Record<HealthResolution, number> = {
  raw: 1,
  hour: 60,
  day: 24 * 60,
};
const MOST_POINTS = 1000;

/** From here the last 20 probes of the flapping story fail as its reason says: 7 of them, never 3 in a row. */
const FIRST_CHANCE = 185;

/** Always the same between 0 and 1 for the same number, so that pictures can be compared. */
function chance(number: number): number {
  const wave = Math.sin((FIRST_CHANCE + number) * 12.9898) * 43758.5453;
  return wave - Math.floor(wave);
}

/** What a list carries of a server's health. */
export function listedHealth(serverId: string): Server['health'] {
  const { status, since, latencyMs } = storyOf(serverId);
  return since === undefined
    ? { status }
    : { status, since: ago(since), latencyMs: latencyMs.now };
}

export function summaryOf(serverId: string): HealthSummary {
  const story = storyOf(serverId);
  const points = story.age
    ? pointsOf(story, { from: 30, to: 0, step: 1, now: Date.now() })
    : [];
  return {
    serverId,
    status: story.status,
    since: story.since === undefined ? undefined : ago(story.since),
    reason: reasonOf(story),
    uptimeH24: uptime(story, 24 * 60),
    basis: {
      since: story.age ? ago(Math.min(story.age, 7 * 24 * 60)) : undefined,
      probesH24: basisOf(story).probes.h24,
    },
    recent: points.map(({ at, failures, p50Ms }) => ({
      at,
      ok: failures === 0,
      latencyMs: failures === 0 ? p50Ms : undefined,
    })),
  };
}

export function healthOf(serverId: string): ServerHealth {
  const story = storyOf(serverId);
  if (story.status === 'login-required') {
    return {
      status: story.status,
      since: ago(story.since ?? 0),
      reason: wantsLogin,
      lastProbe: { at: ago(0.4), ok: false, error: wantsLogin },
      nextProbeAt: ago(-0.6),
      uptime: {},
      basis: basisOf(story),
      latencyMs: {},
      slo: sloOf(story),
    };
  }
  if (story.age === 0) {
    return {
      status: 'unknown',
      uptime: {},
      basis: basisOf(story),
      latencyMs: {},
      nextProbeAt: ago(-1),
    };
  }
  const trouble = current(story);
  const dead = trouble?.failing === 1;
  const latency = story.latencyMs.now;
  return {
    status: story.status,
    since: ago(story.since ?? 0),
    reason: trouble?.cause,
    lastProbe: {
      at: ago(0.4),
      ok: !dead,
      latencyMs: dead ? undefined : latency,
      error: dead
        ? { code: 'refused', message: trouble.cause.message }
        : undefined,
    },
    nextProbeAt: ago(story.resting ? -4 : -0.6),
    resting: story.resting && {
      since: ago(story.resting.since),
      until: ago(-4),
      reason: story.resting.reason,
    },
    uptime: {
      h1: uptime(story, 60),
      h24: uptime(story, 24 * 60),
      d7: uptime(story, 7 * 24 * 60),
      d30: uptime(story, 30 * 24 * 60),
    },
    basis: basisOf(story),
    latencyMs: { p50: latency, p95: Math.round(latency * 1.9) },
    trend: story.trend,
    slo: sloOf(story),
    incident: trouble && incidentOf(trouble, 0),
  };
}

export function historyOf(
  serverId: string,
  query: URLSearchParams,
): HealthHistory {
  const story = storyOf(serverId);
  const to = query.get('to') ?? ago(0);
  const from = query.get('from') ?? ago(24 * 60);
  // Once: were it later where the points are made, the first hour would have begun before.
  const now = Date.now();
  const minutes = {
    from: minutesBetween(from, now),
    to: minutesBetween(to, now),
  };
  const asked = query.get('resolution') as HealthResolution | null;
  const length = Math.min(minutes.from, story.age) - minutes.to;
  const resolution =
    asked ??
    (['raw', 'hour', 'day'] as const).find(
      each => length / STEP[each] <= MOST_POINTS,
    ) ??
    'day';
  return {
    from,
    to,
    resolution,
    points: pointsOf(story, { ...minutes, now, step: STEP[resolution] }),
    incidents: story.troubles
      .filter(each => (each.to ?? 0) <= minutes.from && each.from >= minutes.to)
      .map(incidentOf),
  };
}

function current(story: HealthStory): Trouble | undefined {
  return story.troubles.find(each => each.to === undefined);
}

const NEEDED = { probes: 1_000, hours: 24 };

function basisOf({ age }: HealthStory): ServerHealth['basis'] {
  const within = (hours: number) => Math.round(Math.min(age, hours * 60));
  return {
    since: age ? ago(Math.min(age, 30 * 24 * 60)) : undefined,
    probes: {
      h1: within(1),
      h24: within(24),
      d7: within(7 * 24),
      d30: within(30 * 24),
    },
  };
}

function sloOf(story: HealthStory): ServerHealth['slo'] {
  const { budgetLeft = 0.81, alerts = [] } = story.slo ?? {};
  const isKnown = story.age >= NEEDED.hours * 60;
  const judged = budgetLeft < 0 ? 'missed' : 'met';
  const verdict = isKnown ? judged : 'not-enough-data';
  return {
    availability: 0.999,
    latencyMs: 500,
    budgetLeft,
    verdict: story.status === 'login-required' ? 'not-judged' : verdict,
    needed: NEEDED,
    alerts,
  };
}

function reasonOf(story: HealthStory): HealthSummary['reason'] {
  const isLogin = story.status === 'login-required';
  return isLogin ? wantsLogin : current(story)?.cause;
}

function incidentOf(trouble: Trouble, index: number): Incident {
  const lasted = trouble.from - (trouble.to ?? 0);
  return {
    id: idOf(7000 + index),
    status: trouble.status,
    cause: trouble.cause,
    startedAt: ago(trouble.from),
    endedAt: trouble.to === undefined ? undefined : ago(trouble.to),
    failures: Math.round(lasted * trouble.failing),
  };
}

function minutesBetween(time: string, now: number): number {
  return (now - Date.parse(time)) / MINUTE;
}

function pointsOf(
  story: HealthStory,
  span: { from: number; to: number; step: number; now: number },
): HealthPoint[] {
  const { step } = span;
  const start = Math.min(span.from, story.age);
  // Hours and days begin where the clock does; a probe begins anywhere.
  const now = span.now / MINUTE;
  const first =
    Math.ceil(Math.round((now - start) * MINUTE) / MINUTE / step) * step;
  const points: HealthPoint[] = [];
  for (let at = first; at < now - span.to; at += step) {
    const before = now - at;
    // Told by how long ago it was, never by the clock: a test sees the same at each hour of each day.
    const seed = Math.floor(before / step);
    points.push(
      pointAt(story, { before, step: Math.min(step, before) || 1, seed, at }),
    );
  }
  return points;
}

function pointAt(
  story: HealthStory,
  when: { before: number; step: number; seed: number; at: number },
): HealthPoint {
  const { before, step, seed, at } = when;
  const probes = Math.max(1, Math.round(step));
  let failures = 0;
  for (const trouble of story.troubles) {
    const end = Math.max(trouble.to ?? 0, before - step);
    const shared = Math.min(trouble.from, before) - end;
    if (shared <= 0) continue;
    failures +=
      step > 1
        ? Math.round(shared * trouble.failing)
        : Number(chance(seed) < trouble.failing);
  }
  failures = Math.min(failures, probes);
  const age = before / story.age;
  // What got slow did so lately: most of the way happens in the last hours.
  const { now, before: then } = story.latencyMs;
  const typical = then + (now - then) * Math.exp(-age * 40);
  const daily = 1 + 0.12 * Math.sin((before / 1440) * 2 * Math.PI);
  const noise = 0.85 + 0.3 * chance(seed * 0.37 + now);
  const p50Ms = Math.round(typical * daily * noise);
  const spread = 1.5 + 0.9 * chance(seed * 0.11 + then);
  return {
    at: new Date(at * MINUTE).toISOString(),
    probes,
    failures,
    ...(failures < probes
      ? { p50Ms, p95Ms: step > 1 ? Math.round(p50Ms * spread) : p50Ms }
      : {}),
  };
}

function uptime(story: HealthStory, minutes: number): number | undefined {
  const span = Math.min(minutes, story.age);
  if (span === 0) return undefined;
  const failed = story.troubles.reduce((sum, each) => {
    const shared = Math.min(each.from, span) - (each.to ?? 0);
    return sum + Math.max(0, shared) * each.failing;
  }, 0);
  return Math.max(0, 1 - failed / span);
}
