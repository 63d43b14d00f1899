import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { advanceBreaker } from '../src/health/advanceBreaker';
import type { BenchDatabase } from './benchDatabase';
import { observed, type Observed } from './observed';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';
import { startBackend } from './startBackend';
import { startProbeFixtures } from './startProbeFixtures';

const SERVERS = 10_000;
/** The default interval. With the default jitter two probes of a server are at most so much further apart. */
const INTERVAL_S = 60;
const JITTER_S = 12;
const BASELINE_S = 10;
const CHUNK = 200;

interface Measured extends Omit<Observed, 'cpuMs'> {
  /** Starts of probes in the time that was looked at, in milliseconds of its begin. */
  starts: number[];
  probed: number;
  failed: number;
  cpuMsPerProbe: number;
}

const wait = (seconds: number) =>
  new Promise(resolve => setTimeout(resolve, seconds * 1000));

/**
 * 10,000 servers that nobody has probed yet, and one process that is scheduler and worker: every server probed within its
 * interval, evenly, with an event loop that others can live with. Then all at once overdue, as after a long stop, from
 * the first second on.
 */
export function healthProbes(): Promise<Result[]> {
  return onEachDatabase(async database => {
    const fixtures = await startProbeFixtures();
    try {
      await fill(database, fixtures.url);
      const usual = await measure(database, { warmUpS: INTERVAL_S + 5 });
      await makeOverdue(database);
      const overdue = await measure(database, { warmUpS: 0 });
      const bare = await bareFetch(fixtures.url);
      return report(database.client, { usual, overdue, bare });
    } finally {
      fixtures.stop();
    }
  });
}

function report(
  client: string,
  runs: { usual: Measured; overdue: Measured; bare: Measured },
): Result[] {
  const { usual, overdue, bare } = runs;
  const baseline = (value: number) => ({
    what: 'bare fetch of the same question at the same rate',
    value,
  });
  return [
    {
      what: `servers of ${SERVERS} probed within their ${INTERVAL_S} s and the jitter, ${client}`,
      measured: usual.probed,
      unit: 'servers',
      goal: { atLeast: SERVERS },
    },
    {
      what: `servers of these that seemed to fail, ${client}`,
      measured: usual.failed + overdue.failed,
      unit: 'servers',
      goal: { atMost: 0 },
    },
    {
      what: `busiest second of probes, to the mean, ${client}`,
      measured: busiest(usual.starts),
      unit: 'times',
      goal: { atMost: 1.5 },
    },
    {
      what: `the same when all were overdue, ${client}`,
      measured: busiest(overdue.starts),
      unit: 'times',
      goal: { atMost: 1.5 },
    },
    {
      what: `event loop delay p99 of the prober, ${client}`,
      measured: usual.loopP99Ms,
      unit: 'ms',
      baseline: baseline(bare.loopP99Ms),
      goal: { atMost: 50 },
    },
    {
      what: `processor time of a probe with all that comes of it, ${client}`,
      measured: usual.cpuMsPerProbe,
      unit: 'ms',
      baseline: baseline(bare.cpuMsPerProbe),
      goal: { atMost: 5 },
    },
    {
      what: `heap added by one more round of probes of ${SERVERS} servers, ${client}`,
      measured: usual.heapAddedMb,
      unit: 'MB',
      baseline: baseline(bare.heapAddedMb),
      goal: { atMost: 20 },
    },
    {
      what: `heap added by the first round, with a circuit for each server, ${client}`,
      measured: overdue.heapAddedMb,
      unit: 'MB',
      baseline: baseline(bare.heapAddedMb),
      goal: { atMost: 40 },
    },
    {
      what: `memory of the process added by the same, ${client}`,
      measured: overdue.rssAddedMb,
      unit: 'MB',
      baseline: baseline(bare.rssAddedMb),
      goal: { atMost: 100 },
    },
  ];
}

/** Probes in the busiest second, by those in a second on average. */
function busiest(starts: readonly number[]): number {
  const seconds = new Map<number, number>();
  for (const start of starts) {
    const second = Math.floor(start / 1000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  return Math.max(...seconds.values()) / (SERVERS / INTERVAL_S);
}

/** Servers whose era is known, as after their discovery; put in behind the backend's back, all at once. */
async function fill(
  database: BenchDatabase,
  url: (index: number) => string,
): Promise<void> {
  const migrating = await startBackend({
    upstreamPort: 'any',
    roles: ['api'],
    database: database.config,
  });
  await migrating.stop();
  const knex = database.open();
  const now = new Date();
  for (let from = 0; from < SERVERS; from += CHUNK) {
    await knex('servers').insert(
      Array.from({ length: CHUNK }, (_, at) => rowOf(from + at, { url, now })),
    );
  }
  await knex.destroy();
}

function rowOf(
  index: number,
  { url, now }: { url: (index: number) => string; now: Date },
) {
  const remote = { type: 'streamable-http', url: url(index) };
  const name = `server-${index}`;
  return {
    id: uuid(),
    org_id: 'default',
    name,
    environment: 'development',
    origin: 'api',
    entity_ref: `api:default/development-${name}`,
    remotes: JSON.stringify([remote]),
    tags: '[]',
    search_text: name,
    status: 'active',
    era: 'modern',
    era_at: now,
    era_remote_url: remote.url,
    protocol_version: '2026-07-28',
    revision: 1,
    created_at: now,
    updated_at: now,
  };
}

/** As after a long stop in the middle of a short outage: all are due, and every circuit has counted failures. */
async function makeOverdue(database: BenchDatabase): Promise<void> {
  const knex = database.open();
  const longAgo = new Date(Date.now() - 3_600_000);
  const rules = { threshold: 6, firstRestMs: 120_000, restMsMax: 900_000 };
  const { breaker } = await advanceBreaker(
    {},
    { ok: false, at: longAgo },
    rules,
  );
  await knex('health_states').update({
    next_probe_at: longAgo,
    claimed_until: null,
    breaker: JSON.stringify(breaker),
  });
  await knex.destroy();
}

async function measure(
  database: BenchDatabase,
  { warmUpS }: { warmUpS: number },
): Promise<Measured> {
  let from = new Date();
  const backend = await startBackend({
    upstreamPort: 'any',
    roles: ['worker', 'scheduler'],
    database: database.config,
  });
  if (warmUpS > 0) {
    await wait(warmUpS);
    from = new Date();
  }
  const { cpuMs, ...seen } = await observed(() => wait(INTERVAL_S + JITTER_S));
  await wait(1);
  await backend.stop();
  const knex = database.open();
  const starts = await startsSince(knex, from);
  await knex.destroy();
  const within = starts.filter(({ at }) => at < (INTERVAL_S + JITTER_S) * 1e3);
  return {
    starts: within.map(({ at }) => at).filter(at => at < INTERVAL_S * 1000),
    probed: new Set(within.map(({ serverId }) => serverId)).size,
    failed: new Set(
      within.filter(({ ok }) => !ok).map(({ serverId }) => serverId),
    ).size,
    ...seen,
    cpuMsPerProbe: cpuMs / within.length,
  };
}

async function startsSince(
  knex: Knex,
  from: Date,
): Promise<{ serverId: string; at: number; ok: boolean }[]> {
  const rows = await knex('probes')
    .where('at', '>=', from)
    .select('server_id', 'at', 'ok');
  return rows.map(row => ({
    serverId: row.server_id,
    at: new Date(row.at).getTime() - from.getTime(),
    ok: Boolean(row.ok),
  }));
}

/** What the same questions cost without anything around them. */
async function bareFetch(url: (index: number) => string): Promise<Measured> {
  const rate = SERVERS / INTERVAL_S;
  const count = Math.round(BASELINE_S * rate);
  const { cpuMs, ...seen } = await observed(() =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        await wait(index / rate);
        await ask(url(index));
      }),
    ),
  );
  return {
    starts: [],
    probed: count,
    failed: 0,
    ...seen,
    cpuMsPerProbe: cpuMs / count,
  };
}

async function ask(url: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'server/discover',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'server/discover',
      params: {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    }),
  });
  const text = await response.text();
  if (!text.includes('supportedVersions')) {
    throw new Error(`${url} answered ${response.status}: ${text}`);
  }
}
