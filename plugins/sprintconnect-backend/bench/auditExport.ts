import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import knexOf, { type Knex } from 'knex';
import { mockServices } from '@backstage/backend-test-utils';
import { AuditListStore } from '../src/audit/AuditListStore';
import { createAudit } from '../src/audit/createAudit';
import { createAuditChain } from '../src/audit/createAuditChain';
import { sendExport } from '../src/audit/sendExport';
import { verifyAudit } from '../src/audit/verifyAudit';
import {
  knexDatabase,
  migrationsDirectory,
  systemClock,
  tuneSqlite,
} from '../src/platform';
import type { Database, RequestContext, Tx } from '../src/ports';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';
import { Samples } from './Samples';
import { newDirectory } from './startBackend';

const ROWS = 1_000_000;
const APPENDS = 2_000;
const FILL_BATCH = 5_000;
const KEYS = [Buffer.alloc(32, 1)] as const;

const ctx: RequestContext = {
  caller: { type: 'user', ref: 'user:default/ada' },
  orgId: 'default',
  roles: [],
  scopes: [],
  requestId: 'bench',
};
const entry = (index: number) => ({
  action: 'server-update',
  target: { type: 'server', id: `server-${index}` },
  outcome: 'success' as const,
  meta: { name: `weather-${index}`, revision: 7 },
});

/** One appended entry per transaction, chained later by the sealer, beside the bare insert of the same row. */
async function appendCost(database: Database) {
  const logger = mockServices.rootLogger({ level: 'error' });
  const common = { database, clock: systemClock, logger };
  const { sealer } = createAuditChain({
    ...common,
    keys: KEYS,
    retentionDays: 0,
  });
  const audit = createAudit(common);
  const chained = new Samples();
  const bare = new Samples();
  for (let index = 0; index < APPENDS; index++) {
    await chained.time(() =>
      database.transaction(tx => audit.record(tx, ctx, entry(index))),
    );
    await bare.time(() =>
      database.transaction(async tx => {
        await tx('audit_entries').insert({ ...rowOf(index), org_id: 'bare' });
      }),
    );
  }
  const started = performance.now();
  await sealer.sealAll();
  // The bare ones have a chain, too.
  const sealMs = (performance.now() - started) / (2 * APPENDS);
  return { chained, bare, sealMs };
}

function rowOf(index: number) {
  const { action, target, outcome, meta } = entry(index);
  return {
    id: createHash('md5').update(`${Math.random()} ${index}`).digest('hex'),
    org_id: 'default',
    at: new Date(Date.UTC(2026, 0, 1) + index * 1000),
    caller_type: 'user',
    caller_ref: ctx.caller.ref,
    action,
    target_type: target.type,
    target_id: target.id,
    outcome,
    request_id: 'bench',
    meta: JSON.stringify(meta),
  };
}

async function fill(database: Database) {
  for (let from = 0; from < ROWS; from += FILL_BATCH) {
    const rows = Array.from({ length: FILL_BATCH }, (_, offset) =>
      rowOf(from + offset),
    );
    await database.transaction(tx => insertAll(tx, rows));
  }
  const { sealer } = createAuditChain({
    database,
    clock: systemClock,
    logger: mockServices.rootLogger({ level: 'error' }),
    keys: KEYS,
    retentionDays: 0,
  });
  await sealer.sealAll();
}

/** One statement with one bound value, because knex would spend most of the run on composing them. */
async function insertAll(tx: Tx, rows: ReturnType<typeof rowOf>[]) {
  const columns = Object.keys(rows[0]);
  const values = columns.map(name => `value ->> '${name}'`);
  await tx.raw(
    `INSERT INTO audit_entries (${columns.join(', ')})
     SELECT ${values.join(', ')} FROM json_each(?)`,
    [JSON.stringify(rows.map(row => ({ ...row, at: row.at.getTime() })))],
  );
}

/** Drains an answer and watches the memory of this process meanwhile. */
async function drain(port: number) {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const started = performance.now();
  const request = get({ host: '127.0.0.1', port, path: '/' });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let lines = 0;
  for await (const chunk of response) {
    for (const byte of chunk as Buffer) if (byte === 10) lines += 1;
  }
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  return { lines, seconds, grownMb: (peak - before) / 1024 / 1024 };
}

/** What an entry costs its transaction, and the sealer afterwards. */
async function appending(
  database: Database,
  client: string,
): Promise<Result[]> {
  const { chained, bare, sealMs } = await appendCost(database);
  return [
    {
      what: `audit: one entry appended on ${client}, p50`,
      measured: chained.quantile(0.5),
      unit: 'ms',
      baseline: { what: 'bare insert', value: bare.quantile(0.5) },
      goal: { atMost: Number((3 * bare.quantile(0.5)).toFixed(2)) },
    },
    {
      what: `audit: one entry sealed on ${client}, later and in batches`,
      measured: sealMs,
      unit: 'ms',
      goal: { atMost: 1 },
    },
  ];
}

async function withTables<T>(
  knex: Knex,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  try {
    await tuneSqlite(knex);
    await knex.migrate.latest({ directory: migrationsDirectory });
    return await work(knexDatabase(knex));
  } finally {
    await knex.destroy();
  }
}

/** Appending on each database, and the export and the verification of a million entries over a SQLite file. */
export async function auditExport(): Promise<Result[]> {
  const appended = await onEachDatabase(async bench => {
    await bench.create();
    return withTables(bench.open(), database =>
      appending(database, bench.client),
    );
  });
  const directory = await newDirectory();
  const knex = knexOf({
    client: 'better-sqlite3',
    connection: { filename: join(directory, 'audit.sqlite') },
    useNullAsDefault: true,
  });
  try {
    return [...appended, ...(await withTables(knex, exporting))];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function exporting(database: Database): Promise<Result[]> {
  await fill(database);
  const store = new AuditListStore(database);
  const app = express();
  app.get('/', (_req, res) =>
    sendExport(res, 'ndjson', store.batches({ chain: 'default' })),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const exported = await drain((server.address() as AddressInfo).port);
  server.close();
  if (exported.lines !== ROWS)
    throw new Error(`Exported ${exported.lines} of ${ROWS} rows`);

  const started = performance.now();
  const [verdict] = await verifyAudit(database, { keys: KEYS });
  const verifySeconds = (performance.now() - started) / 1000;
  if (!verdict.ok) throw new Error(verdict.reason);
  return [
    {
      what: `audit: export of ${ROWS} entries`,
      measured: exported.lines / exported.seconds,
      unit: 'rows/s',
      goal: { atLeast: 10_000 },
    },
    {
      what: `audit: memory grown during that export`,
      measured: exported.grownMb,
      unit: 'MB',
      goal: { atMost: 100 },
    },
    {
      what: `audit: verification of ${ROWS} entries`,
      measured: verdict.checked / verifySeconds,
      unit: 'rows/s',
      goal: { atLeast: 5_000 },
    },
  ];
}
