import type {
  HealthReason,
  Incident,
  ServerHealth,
  SloAlert,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ago, idOf } from './moments';

const HOUR = 60;
const DAY = 24 * HOUR;

/** A time without health: from and to so many minutes ago; without `to` it lasts. */
export interface Trouble {
  from: number;
  to?: number;
  status: Incident['status'];
  cause: HealthReason;
  /** Share of probes that failed meanwhile. */
  failing: number;
}

/** What happened to a server, from which every answer about its health is made. Times in minutes ago. */
export interface HealthStory {
  status: ServerHealth['status'];
  since?: number;
  /** How far its history reaches back; 0 where it was never probed. */
  age: number;
  /** Typical latency in milliseconds, now and `age` minutes ago. */
  latencyMs: { now: number; before: number };
  troubles: Trouble[];
  resting?: { since: number; reason: string };
  trend?: ServerHealth['trend'];
  slo?: Partial<NonNullable<ServerHealth['slo']>>;
}

const causes = {
  timeout: { code: 'timeout', message: 'No answer within 5 s.' },
  refused: {
    code: 'refused',
    message: 'connect ECONNREFUSED 203.0.113.7:443.',
  },
  server: { code: 'http-5xx', message: 'The server answered 503.' },
  auth: { code: 'auth', message: 'The server answered 401.' },
  slow: {
    code: 'slow',
    message:
      'The median of the last 10 probes is 1,240 ms; the objective is 500 ms.',
  },
  flapping: {
    code: 'flapping',
    message: '7 of the last 20 probes failed, never 3 in a row.',
  },
} satisfies Record<string, HealthReason>;

/** What each probe of a server that asks for a login is answered. */
export const wantsLogin = {
  code: 'login-required',
  message:
    'This server asks for a login (HTTP 401 at https://vault.example.com/mcp). Add a credential.',
} as const satisfies HealthReason;

/** An alert of an error budget: over which two windows, how fast against which limit, for how long already. */
function burning(
  severity: SloAlert['severity'],
  how: { windows: [string, string]; rate: [number, number]; hours: number },
): SloAlert {
  const [longWindow, shortWindow] = how.windows;
  const [burnRate, threshold] = how.rate;
  const since = ago(how.hours * HOUR);
  return { severity, longWindow, shortWindow, burnRate, threshold, since };
}

const steady: HealthStory = {
  status: 'healthy',
  since: 17 * DAY,
  age: 400 * DAY,
  latencyMs: { now: 118, before: 150 },
  troubles: [
    {
      from: 17 * DAY + 47,
      to: 17 * DAY,
      status: 'unhealthy',
      cause: causes.timeout,
      failing: 1,
    },
    {
      from: 26 * DAY,
      to: 26 * DAY - 130,
      status: 'degraded',
      cause: causes.flapping,
      failing: 0.3,
    },
    {
      from: 120 * DAY,
      to: 119 * DAY,
      status: 'unhealthy',
      cause: causes.server,
      failing: 1,
    },
  ],
  trend: {
    direction: 'steady',
    latencyMsPerHour: 0.2,
    failureRatePerHour: 0,
    reason: 'Latency and failures hardly moved in the last 24 hours.',
  },
};

const slow: HealthStory = {
  status: 'degraded',
  since: 95,
  age: 40 * DAY,
  latencyMs: { now: 1240, before: 210 },
  troubles: [
    {
      from: 95,
      status: 'degraded',
      cause: causes.slow,
      failing: 0.01,
    },
    {
      from: 5 * DAY,
      to: 5 * DAY - 33,
      status: 'unhealthy',
      cause: causes.server,
      failing: 1,
    },
  ],
  trend: {
    direction: 'worsening',
    latencyMsPerHour: 41,
    failureRatePerHour: 0.001,
    reason: 'Latency grew by 41 ms an hour over the last 24 hours.',
  },
  slo: { budgetLeft: 0.37 },
};

const flapping: HealthStory = {
  status: 'degraded',
  since: 3 * HOUR,
  age: 12 * DAY,
  latencyMs: { now: 34, before: 31 },
  troubles: [
    {
      from: 3 * HOUR,
      status: 'degraded',
      cause: causes.flapping,
      failing: 0.35,
    },
    {
      from: 30 * HOUR,
      to: 26 * HOUR,
      status: 'degraded',
      cause: causes.flapping,
      failing: 0.25,
    },
  ],
  slo: {
    budgetLeft: -0.42,
    alerts: [
      burning('ticket', { windows: ['6h', '30m'], rate: [8.2, 6], hours: 2 }),
    ],
  },
};

const dead: HealthStory = {
  status: 'unhealthy',
  since: 9 * HOUR + 20,
  age: 30 * DAY,
  latencyMs: { now: 240, before: 220 },
  troubles: [
    {
      from: 9 * HOUR + 20,
      status: 'unhealthy',
      cause: causes.refused,
      failing: 1,
    },
    {
      from: 11 * DAY,
      to: 11 * DAY - 190,
      status: 'unhealthy',
      cause: causes.auth,
      failing: 1,
    },
  ],
  resting: {
    since: 9 * HOUR + 15,
    reason: '10 probes in a row failed.',
  },
  trend: {
    direction: 'worsening',
    latencyMsPerHour: 0,
    failureRatePerHour: 0.09,
    reason: 'Failures grew from 0% to 100% over the last 24 hours.',
  },
  slo: {
    budgetLeft: -12.4,
    alerts: [
      burning('page', { windows: ['1h', '5m'], rate: [1000, 14.4], hours: 9 }),
      burning('ticket', { windows: ['3d', '6h'], rate: [130, 1], hours: 8 }),
    ],
  },
};

/** Works for whoever logs in. */
const login: HealthStory = {
  status: 'login-required',
  since: 6 * DAY,
  age: 0,
  latencyMs: { now: 0, before: 0 },
  troubles: [],
};

/** Registered this morning, with a failure in its first minutes. */
const young: HealthStory = {
  status: 'healthy',
  since: 190,
  age: 192,
  latencyMs: { now: 64, before: 60 },
  troubles: [
    {
      from: 150,
      to: 145,
      status: 'unhealthy',
      cause: causes.server,
      failing: 1,
    },
  ],
  slo: { budgetLeft: -25 },
};

const never: HealthStory = {
  status: 'unknown',
  age: 0,
  latencyMs: { now: 0, before: 0 },
  troubles: [],
};

const NAMED: Record<string, HealthStory> = {
  [idOf(1)]: steady,
  [idOf(2)]: slow,
  [idOf(3)]: flapping,
  [idOf(4)]: dead,
  [idOf(6)]: login,
  [idOf(7)]: young,
};

/** The story of a server: its own, or for one of the fleet one that fits its number. New servers have none yet. */
export function storyOf(serverId: string): HealthStory {
  const named = NAMED[serverId];
  if (named) return named;
  const number = Number(serverId.slice(-12));
  if (number < 100 || number >= 500) return never;
  if (number % 11 === 6) return never;
  if (number % 11 === 4)
    return {
      ...dead,
      resting: undefined,
      since: 25,
      troubles: [{ ...dead.troubles[0], from: 25, cause: causes.timeout }],
    };
  if (number % 7 === 3) return { ...flapping, since: 50 + number };
  const latencyMs = 40 + ((number * 37) % 260);
  return {
    ...steady,
    since: ((number % 20) + 3) * DAY,
    age: 60 * DAY,
    latencyMs: { now: latencyMs, before: latencyMs },
  };
}
