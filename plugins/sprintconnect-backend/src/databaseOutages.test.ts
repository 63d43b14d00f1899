import knexFactory, { type Knex } from 'knex';
import type {
  LoggerService,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import { freePort } from 'testing';
import { eventually } from './__testUtils__';
import {
  findPostgres,
  type OwnPostgres,
  startPostgres,
} from './__testUtils__/startPostgres';
import { startRealBackend, TOKEN } from './__testUtils__/startRealBackend';
import { mintApiKey } from './identity/keys/apiKeyText';
import { openAuditKeys } from './audit';
import { verifyAudit } from './audit/verifyAudit';
import { knexDatabase, systemClock } from './platform';
import { QUIET_MS } from './platform/OutageLog';
import { PATIENCE } from './platform/patience';

const bin = findPostgres();
const describeWithPostgres = bin ? describe : describe.skip;

/** As Backstage's plugins send it to each other; with a key that nobody has. */
const PLUGIN_TOKEN = [
  { typ: 'vnd.backstage.plugin', alg: 'ES256', kid: 'none' },
  { sub: 'sprintconnect', aud: 'sprintconnect', iat: 1, exp: 4_000_000_000 },
  'signature',
]
  .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

/** Lines of the log from warnings on, with what else was handed to it. */
function recordingLogger() {
  const lines: string[] = [];
  const note = (message: string, meta?: unknown) => {
    lines.push(`${message} ${meta instanceof Error ? meta.stack : ''}`.trim());
  };
  const logger: LoggerService = {
    error: note,
    warn: note,
    info: message => {
      if (/database/i.test(message)) lines.push(message);
    },
    debug: () => {},
    child: () => logger,
  };
  return { lines, logger: logger as RootLoggerService };
}

/** A port on which nobody listens, so that looking at servers is quick. */
let nowhere: number;

interface Reply {
  name: string;
  status: number;
  retryAfter: string | null;
  type: string | null;
  detail?: string;
  id?: string;
}

async function register(
  base: string,
  name: string,
  key?: string,
): Promise<Reply> {
  const response = await fetch(`${base}/v1/servers`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      ...(key && { 'idempotency-key': key }),
    },
    body: JSON.stringify({
      name,
      environment: 'production',
      remotes: [
        { type: 'streamable-http', url: `http://127.0.0.1:${nowhere}/mcp` },
      ],
    }),
  });
  const body = await response.json();
  return {
    name,
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    type: response.headers.get('content-type'),
    detail: body.detail,
    id: body.id,
  };
}

/** Backstage's scheduler asks every few seconds about its tasks, and says each time that it couldn't. */
const OF_SCHEDULER =
  /^(Task state poll failed|Failed to check liveness for task |Task worker failed unexpectedly|Error while performing janitorial tasks)/;

describeWithPostgres('a PostgreSQL that comes and goes', () => {
  let postgres: OwnPostgres;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof startRealBackend>>;
  const { lines, logger } = recordingLogger();

  beforeAll(async () => {
    nowhere = await freePort();
    postgres = await startPostgres(bin!);
    const { connection } = postgres;
    portal = await startRealBackend({
      logger,
      backend: { database: { client: 'pg', connection } },
      sprintconnect: {
        limits: { enabled: false },
        egress: { allow: [{ host: '127.0.0.1', ports: [nowhere] }] },
      },
    });
    knex = knexFactory({
      client: 'pg',
      connection: { ...connection, database: 'backstage_plugin_sprintconnect' },
      pool: { min: 0, max: 2 },
    });
  });
  afterAll(async () => {
    await portal?.backend.stop();
    await knex?.destroy();
    await postgres?.close();
  });
  let beganAt: number;
  beforeEach(() => {
    lines.length = 0;
    beganAt = performance.now();
  });
  afterEach(() => {
    jest.restoreAllMocks();
    postgres.thaw();
  });

  /** Each 201 is there once, and each row has its entry, its event and its job. */
  async function expectAsAccepted(prefix: string, replies: readonly Reply[]) {
    const rows: { id: string; name: string }[] = await knex('servers')
      .where('name', 'like', `${prefix}%`)
      .select('id', 'name');
    const names = rows.map(row => row.name);
    expect(new Set(names).size).toBe(names.length);
    const accepted = replies.filter(({ status }) => status === 201);
    const ids = new Set(rows.map(row => row.id));
    expect(accepted.filter(({ id }) => !ids.has(id!))).toEqual([]);
    const isUnknown = ({ detail }: Reply) =>
      /may or may not have been saved/.test(detail ?? '');
    const refused = replies.filter(
      each => each.status === 503 && !isUnknown(each),
    );
    expect(refused.filter(({ name }) => names.includes(name))).toEqual([]);
    const each = async (table: string, column: string, where: object) => {
      const found: Record<string, string>[] = await knex(table)
        .where(where)
        .whereIn(column, [...ids])
        .select(column);
      return found.map(row => row[column]).sort();
    };
    const all = [...ids].sort();
    expect(
      await each('audit_entries', 'target_id', { action: 'server-register' }),
    ).toEqual(all);
    const events: { payload: string }[] = await knex('outbox_events')
      .where({ type: 'server.registered' })
      .select('payload');
    const told = events
      .map(({ payload }) => JSON.parse(payload).serverId)
      .filter(id => ids.has(id));
    expect(told.sort()).toEqual(all);
    expect(await each('jobs', 'key', { kind: 'discover-server' })).toEqual(all);
  }

  async function expectAnUnbrokenChain() {
    const database = knexDatabase(knex);
    const keys = await openAuditKeys(
      database,
      { previousKeys: [] },
      systemClock,
    );
    await eventually('everything is sealed', async () => {
      const verdicts = await verifyAudit(database, { keys });
      return verdicts.every(({ unsealed }) => unsealed === 0);
    });
    const verdicts = await verifyAudit(database, { keys });
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    expect(verdicts.map(({ orgId }) => orgId)).toContain('default');
  }

  /** An outage is a line or, soon after another one, none; never a stack, and never something else. */
  function expectAQuietLog() {
    const others = lines.filter(
      line =>
        // A restart may take longer than what hears of events, too, on a busy machine.
        !/^Couldn't publish events; .*Subscribers took longer/.test(line) &&
        // Backstage's events service looks for a plugin that this portal does not have.
        !/events backend not found/.test(line) &&
        !OF_SCHEDULER.test(line) &&
        !/The database (isn't reachable|is back)/.test(line),
    );
    expect(others).toEqual([]);
    // Each refusal that an outage of more than five seconds keeps from the audit has a line of its own, too.
    const told = lines.filter(line => /^The database isn't/.test(line));
    const quietTimes = Math.floor((performance.now() - beganAt) / QUIET_MS);
    // What is beyond is shown.
    expect(told.slice(1 + quietTimes)).toEqual([]);
  }

  function expectPassing(replies: readonly Reply[]) {
    for (const reply of replies) {
      expect([201, 503]).toContain(reply.status);
      if (reply.status === 503) {
        expect(reply.retryAfter).toBe('5');
        expect(reply.type).toContain('application/problem+json');
        expect(reply.detail).toMatch(/database/);
      }
    }
  }

  it.each(['fast', 'immediate'] as const)(
    'takes 200 registrations through a restart (%s)',
    async mode => {
      let answered = 0;
      const pending = Array.from({ length: 200 }, async (_, index) => {
        const reply = await register(portal.base, `${mode}-${index}`);
        answered += 1;
        return reply;
      });
      await eventually('some are answered', () => answered > 5);
      expect(answered).toBeLessThan(200);
      await postgres.restart(mode);
      const replies = await Promise.all(pending);
      expectPassing(replies);
      const accepted = replies.filter(({ status }) => status === 201);
      expect(accepted.length).toBeGreaterThan(150);
      await expectAsAccepted(`${mode}-`, replies);
      expect((await register(portal.base, `${mode}-after`)).status).toBe(201);
      await expectAnUnbrokenChain();
      expectAQuietLog();
    },
  );

  it('makes each once that has an Idempotency-Key, whatever breaks', async () => {
    let answered = 0;
    const send = async (_: unknown, index: number) => {
      const name = `keyed-${index}`;
      const reply = await register(portal.base, name, name);
      answered += 1;
      return reply;
    };
    const pending = Array.from({ length: 60 }, send);
    await eventually('some are answered', () => answered > 5);
    await postgres.restart('immediate');
    const replies = await Promise.all(pending);
    expectPassing(replies);
    expect(replies.some(({ detail }) => detail?.includes('nobody'))).toBe(
      false,
    );
    const again = await Promise.all(Array.from({ length: 60 }, send));
    expect(again.map(({ status }) => status)).toEqual(Array(60).fill(201));
    await expectAsAccepted('keyed-', again);
    expect(await knex('servers').where('name', 'like', 'keyed-%')).toHaveLength(
      60,
    );
  });

  it('answers 503 on every kind of route while the database is gone, and goes on afterwards', async () => {
    const made = await fetch(`${portal.base}/v1/api-keys`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name: 'k', scopes: ['mcp:servers:read'] }),
    });
    const { secret } = await made.json();
    const before = await knex('servers').count();
    await postgres.stop();
    const nobody = '01890000-0000-7000-8000-000000000000';
    const paths = [
      '/v1/servers',
      `/v1/servers/${nobody}`,
      `/v1/servers/${nobody}/health`,
      `/v1/servers/${nobody}/snapshots`,
      '/v1/servers/facets',
      `/v1/servers/health-summaries?ids=${nobody}`,
      '/v1/discovery/capabilities?q=a',
      '/v1/discovery/servers?capability=a',
      '/v1/audit/export',
      '/v1/audit',
      '/v1/jobs',
      '/v1/api-keys',
      '/v1/role-bindings',
      '/v1/events/stream',
      '/v1/organization',
      '/v1/health',
    ];
    const ask = (path: string, token: string, method = 'GET') =>
      fetch(portal.base + path, {
        method,
        headers: { authorization: `Bearer ${token}` },
      });
    const replies = await Promise.all([
      ...paths.map(path => ask(path, TOKEN)),
      // Its credential is in the database: it is neither good nor bad now.
      ask('/v1/servers', secret),
      ask('/v1/servers', mintApiKey().secret),
      ask(`/v1/servers/${nobody}`, TOKEN, 'DELETE'),
    ]);
    const seen = replies.map(
      reply =>
        `${reply.status} ${reply.headers.get('retry-after')} ${reply.url}`,
    );
    expect(seen.filter(line => !line.startsWith('503 5 '))).toEqual([]);
    expectAQuietLog();
    // Backstage takes it for bad, because it cannot read its keys, and logs that.
    expect((await ask('/v1/servers', PLUGIN_TOKEN)).status).toBe(503);
    await postgres.start();
    const startedAt = new Date();
    const reply = await eventually('it takes registrations again', async () => {
      const one = await register(portal.base, 'after-all');
      return one.status === 201 && one;
    });
    expect(await knex('servers').count()).not.toEqual(before);
    await expectAsAccepted('after-all', [reply]);
    expect((await ask('/v1/servers', secret)).status).toBe(200);
    expect((await ask('/v1/servers', PLUGIN_TOKEN)).status).toBe(401);
    await eventually('the worker goes on', async () => {
      const [job] = await knex('jobs')
        .where({ kind: 'discover-server' })
        .andWhere('finished_at', '>', startedAt)
        .limit(1);
      return job;
    });
    await expectAnUnbrokenChain();
  });

  it('waits for a PostgreSQL that stands still, but not without end', async () => {
    await postgres.freeze();
    const waiting = Array.from({ length: 20 }, (_, index) =>
      register(portal.base, `still-${index}`),
    );
    const first = await Promise.race([
      Promise.any(waiting),
      new Promise(resolve => {
        setTimeout(resolve, 2_000, 'nobody');
      }),
    ]);
    expect(first).toBe('nobody');
    postgres.thaw();
    const replies = await Promise.all(waiting);
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(201));

    jest.replaceProperty(PATIENCE, 'statementMs', 1_000);
    jest.replaceProperty(PATIENCE, 'acquireMs', 1_000);
    await postgres.freeze();
    const began = performance.now();
    const refused = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        register(portal.base, `hung-${index}`),
      ),
    );
    expect(refused.map(({ status }) => status)).toEqual(Array(20).fill(503));
    expectPassing(refused);
    expect(performance.now() - began).toBeLessThan(20_000);
    jest.restoreAllMocks();
    postgres.thaw();
    await eventually('it takes registrations again', async () => {
      const reply = await register(portal.base, `thawed`);
      return reply.status === 201;
    });
    await expectAsAccepted('still-', replies);
    await expectAsAccepted('hung-', refused);
  });
});
