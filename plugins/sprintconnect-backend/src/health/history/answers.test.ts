import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import request from 'supertest';
import {
  SprintConnectClient,
  type HealthPoint,
} from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, freeHand } from '../../__testUtils__';
import { openHistory, type Outcome } from './__testUtils__/openHistory';
import { histogramOf, quantileOf } from './Histogram';
import { DAY_MS, floorTo, HOUR_MS, plus } from './times';

jest.setTimeout(60_000);

const NOBODY = '00000000-0000-7000-8000-000000000000';

describe.each(databaseIds)('the answers of health on %s', id => {
  const open = async (options: Parameters<typeof openHistory>[0] = {}) => {
    const opened = await openHistory({ id, ...options });
    const server = await opened.register();
    const get = (path: string) =>
      request(opened.app).get(`/v1/servers/${server.id}${path}`);
    return { ...opened, server, get };
  };

  it('say of a server that nobody probed yet that nothing is known', async () => {
    const { get } = await open();
    const { body, headers } = await get('/health').expect(200);
    expect(body).toEqual({
      status: 'unknown',
      uptime: {},
      latencyMs: {},
      slo: { availability: 0.999, latencyMs: 1000, budgetLeft: 1, alerts: [] },
    });
    expect(headers['cache-control']).toBe('no-store');
    expect((await get('/health/history').expect(200)).body).toEqual({
      from: '2026-11-21T12:00:00.000Z',
      to: '2026-11-22T12:00:00.000Z',
      resolution: 'raw',
      points: [],
      incidents: [],
    });
  });

  it('tell why and since when a server rests, and of its incident', async () => {
    const { app, get, database, states, incidents, server, ctx, clock, watch } =
      await open();
    await watch(server.id);
    const [state] = await states.find(ctx, [server.id]);
    const incidentId = '01990000-0000-7000-8000-000000000001';
    const now = clock.now();
    const error = {
      code: 'refused' as const,
      message: 'Nobody listens there.',
    };
    const cause = error;
    await database.transaction(async tx => {
      await incidents.insert(tx, ctx, {
        id: incidentId,
        serverId: server.id,
        status: 'unhealthy',
        cause,
        startedAt: plus(now, -HOUR_MS),
        failures: 12,
      });
      await states.write(tx, [
        {
          ...state,
          status: 'unhealthy',
          since: plus(now, -HOUR_MS),
          reason: cause,
          lastProbe: { at: plus(now, -60_000), ok: false, error },
          nextProbeAt: plus(now, 60_000),
          rest: { since: plus(now, -120_000), until: plus(now, 60_000) },
          recent: [
            { at: plus(now, -120_000), ok: true, latencyMs: 12 },
            { at: plus(now, -60_000), ok: false },
          ],
          incidentId,
        },
      ]);
    });
    const incident = {
      id: incidentId,
      status: 'unhealthy',
      cause,
      startedAt: '2026-11-22T11:00:00.000Z',
      failures: 12,
    };
    expect((await get('/health').expect(200)).body).toMatchObject({
      status: 'unhealthy',
      since: '2026-11-22T11:00:00.000Z',
      reason: cause,
      lastProbe: { at: '2026-11-22T11:59:00.000Z', ok: false, error },
      nextProbeAt: '2026-11-22T12:01:00.000Z',
      resting: {
        since: '2026-11-22T11:58:00.000Z',
        until: '2026-11-22T12:01:00.000Z',
        reason: 'Nobody listens there.',
      },
      incident,
    });
    expect((await get('/health/history')).body.incidents).toEqual([incident]);
    const past = '?from=2026-11-20T00:00:00Z&to=2026-11-22T11:00:00Z';
    expect((await get(`/health/history${past}`)).body.incidents).toEqual([]);
    const { body } = await request(app).get(
      `/v1/servers/health-summaries?ids=${server.id}`,
    );
    expect(body.items).toEqual([
      {
        serverId: server.id,
        status: 'unhealthy',
        since: '2026-11-22T11:00:00.000Z',
        reason: cause,
        recent: [
          { at: '2026-11-22T11:58:00.000Z', ok: true, latencyMs: 12 },
          { at: '2026-11-22T11:59:00.000Z', ok: false },
        ],
      },
    ]);
  });

  it('count uptime and latency over exact windows, before and after the roll-ups', async () => {
    const { get, clock, insert, probeOf, server, task } = await open();
    const now = clock.now();
    const at = (ms: number, outcome: Outcome) =>
      probeOf(server.id, plus(now, -ms), outcome);
    await insert([
      at(31 * DAY_MS, 'failed'),
      at(30 * DAY_MS - 1, 10),
      at(8 * DAY_MS, 'failed'),
      at(7 * DAY_MS + 1, 'failed'),
      at(7 * DAY_MS, 10),
      at(2 * DAY_MS, 10),
      at(DAY_MS + 1, 'failed'),
      at(DAY_MS, 100),
      at(60_000, 200),
      at(1, 'failed'),
    ]);
    const check = async (d30: number) => {
      const { body } = await get('/health').expect(200);
      expect(body.uptime).toEqual({ h24: 2 / 3, d7: 4 / 6, d30 });
      expect(body.latencyMs.p50).toBeCloseTo(100, -1);
      expect(body.latencyMs.p95 / 200).toBeCloseTo(1, 1);
      expect(body.slo.budgetLeft).toBe(
        Number((1 - (1 - d30) / (1 - 0.999)).toFixed(4)),
      );
    };
    // Before: what is older than the single probes that are kept may not be told from them.
    await check(4 / 7);
    while (((await task('rollup')) as { hours: number }).hours > 0);
    await check(5 / 9);
  });

  it('choose the finest resolution of at most 1000 points', async () => {
    const { get, clock, probeEveryMinute, server, task } = await open();
    await probeEveryMinute(
      server.id,
      Array.from({ length: 1_001 }, () => 20),
    );
    clock.advance(10 * 60_000);
    await task('rollup');
    const chosen = async (query: string) => {
      const { body } = await get(`/health/history${query}`).expect(200);
      return [body.resolution, body.points.length];
    };
    expect(await chosen('')).toEqual(['hour', 17]);
    expect(await chosen('?from=2026-11-21T19:20:00Z')).toEqual(['raw', 1000]);
    expect(await chosen('?resolution=raw')).toEqual(['raw', 1001]);
    expect(await chosen('?from=2026-11-10T00:00:00Z')).toEqual(['hour', 17]);
    expect(await chosen('?from=2026-09-01T00:00:00Z')).toEqual(['day', 2]);
    expect(await chosen('?resolution=day')).toEqual(['day', 2]);
  });

  it('give a failed probe with its error, and hours from where the first begins', async () => {
    const { get, insert, probeOf, server } = await open();
    await insert([
      probeOf(server.id, new Date('2026-11-22T10:15:00Z'), 30),
      probeOf(server.id, new Date('2026-11-22T10:45:00Z'), 'failed'),
    ]);
    // The second time in words that other languages write by default.
    const of = '?from=2026-11-22T10:30:00Z&to=2026-11-22T12:50:00.000%2B02:00';
    expect((await get(`/health/history${of}`)).body.points).toEqual([
      {
        at: '2026-11-22T10:45:00.000Z',
        probes: 1,
        failures: 1,
        error: { code: 'timeout', message: 'No answer within 5 s.' },
      },
    ]);
    const { body } = await get(`/health/history${of}&resolution=hour`);
    expect(body).toMatchObject({
      from: '2026-11-22T10:00:00.000Z',
      points: [{ at: '2026-11-22T10:00:00.000Z', probes: 2, failures: 1 }],
    });
  });

  it('agree with what the single probes tell, at every resolution', async () => {
    const { get, clock, insert, probeOf, server, task } = await open();
    const start = clock.now();
    const seconds = 3 * 24 * 3600;
    const all = fc
      .sample(
        fc.record({
          after: fc.nat({ max: seconds - 1 }),
          outcome: fc.oneof(
            fc.integer({ min: 1, max: 3000 }),
            fc.constant('failed' as const),
          ),
        }),
        { numRuns: 400, seed: 3 },
      )
      .map(({ after, outcome }) =>
        probeOf(server.id, plus(start, after * 1000), outcome),
      );
    await insert(all);
    clock.set(plus(start, 2 * DAY_MS));
    await task('rollup');
    clock.set(plus(start, seconds * 1000));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('hour', 'day'),
        fc.nat({ max: seconds - 2 }),
        fc.integer({ min: 1, max: seconds }),
        async (resolution, after, length) => {
          const lengthMs = resolution === 'hour' ? HOUR_MS : DAY_MS;
          const from = plus(start, after * 1000);
          const to = plus(from, length * 1000);
          const { body } = await get(
            `/health/history?from=${from.toISOString()}&to=${to.toISOString()}&resolution=${resolution}`,
          ).expect(200);
          const expected = new Map<string, HealthPoint & { good: number[] }>();
          const first = floorTo(lengthMs, from);
          for (const row of [...all].sort((a, b) => +a.at - +b.at)) {
            const begin = floorTo(lengthMs, row.at);
            if (begin < first || begin >= to) continue;
            const key = begin.toISOString();
            const point = expected.get(key) ?? {
              at: key,
              probes: 0,
              failures: 0,
              good: [],
            };
            point.probes += 1;
            if (row.ok) point.good.push(row.latencyMs as number);
            else point.failures += 1;
            expected.set(key, point);
          }
          expect(body.points).toEqual(
            [...expected.values()].map(({ good, ...point }) => ({
              ...point,
              ...(good.length > 0 && {
                p50Ms: quantileOf(histogramOf(good), 0.5),
                p95Ms: quantileOf(histogramOf(good), 0.95),
              }),
            })),
          );
        },
      ),
      { numRuns: 40, seed: 11 },
    );
  });

  it.each([
    ['a time that is none', 'from=yesterday', { path: 'from' }],
    ['an unknown resolution', 'resolution=week', { path: 'resolution' }],
    ['an unknown parameter', 'until=now', { path: 'until' }],
    [
      'an end before its begin',
      'from=2026-11-22T11:00:00Z&to=2026-11-22T10:00:00Z',
      {
        path: 'from',
        message: 'must be before "to", which is 2026-11-22T10:00:00.000Z',
      },
    ],
    [
      'no time at all',
      'from=2026-11-22T10:00:00Z&to=2026-11-22T10:00:00Z',
      { path: 'from' },
    ],
    ['a begin in the future', 'from=2026-11-23T00:00:00Z', { path: 'from' }],
    [
      'single probes that are gone',
      'from=2026-11-14T00:00:00Z&resolution=raw',
      { path: 'from', message: 'is more than 7 days ago' },
    ],
    [
      'too many hours',
      'from=2026-01-01T00:00:00Z&resolution=hour',
      { path: 'from', message: 'is too long before "to"' },
    ],
    [
      'too many days',
      'from=2001-01-01T00:00:00Z',
      { path: 'from', message: 'is too long before "to"' },
    ],
    [
      'too many single probes',
      'from=2026-11-20T00:00:00Z&resolution=raw',
      { path: 'from', message: 'is too long before "to"' },
    ],
  ])('refuse %s', async (_what, ...[query, error]) => {
    const { get, counts, probeEveryMinute, server } = await open();
    await probeEveryMinute(
      server.id,
      Array.from({ length: 2_001 }, () => 5),
    );
    const before = await counts();
    const { body } = await get(`/health/history?${query}`).expect(400);
    expect(body.errors).toMatchObject([error]);
    expect(body.detail).toMatch(/\.$/);
    expect(await counts()).toEqual(before);
  });

  it('summarise the servers that were asked for, each once, in that order', async () => {
    const { app, server, register, probeEveryMinute } = await open();
    const other = await register({ name: 'other' });
    await probeEveryMinute(other.id, [10, 'failed', 10, 10]);
    const { body } = await request(app)
      .get('/v1/servers/health-summaries')
      .query({ ids: [other.id, NOBODY, server.id, other.id].join(',') })
      .expect(200);
    expect(body).toEqual({
      items: [
        {
          serverId: other.id,
          status: 'unknown',
          uptimeH24: 0.75,
          recent: [],
        },
        { serverId: server.id, status: 'unknown', recent: [] },
      ],
    });
  });

  it.each([
    ['no ids', '', 'ids'],
    ['an empty list', '?ids=', 'ids'],
    ['what is no id', `?ids=${NOBODY},weather`, 'ids[1]'],
    [
      'more than 100',
      `?ids=${Array.from({ length: 101 }, (_e, n) => NOBODY.slice(0, -3) + (100 + n)).join(',')}`,
      'ids',
    ],
  ])('refuse to summarise %s', async (_what, ...[query, path]) => {
    const { app, counts } = await open();
    const before = await counts();
    const { body } = await request(app)
      .get(`/v1/servers/health-summaries${query}`)
      .expect(400);
    expect(body.errors).toMatchObject([{ path }]);
    expect(await counts()).toEqual(before);
  });

  it('show nothing to another organisation, and probe nothing for it', async () => {
    const {
      app,
      server,
      watch,
      counts,
      probeEveryMinute,
      insert,
      probeOf,
      clock,
    } = await open();
    await watch(server.id);
    await probeEveryMinute(server.id, [10, 'failed']);
    const before = await counts();
    const as = (req: request.Test) => req.set('x-test-org', 'other');
    const of = `/v1/servers/${server.id}`;
    await as(request(app).get(`${of}/health`)).expect(404);
    await as(request(app).get(`${of}/health/history`)).expect(404);
    await as(request(app).post(`${of}/probe`)).expect(404);
    const { body } = await as(
      request(app).get(`/v1/servers/health-summaries?ids=${server.id}`),
    ).expect(200);
    expect(body).toEqual({ items: [] });
    expect(await counts()).toEqual(before);
    // Nor do probes of another organisation count here, whatever server they name.
    await insert([
      {
        ...probeOf(server.id, plus(clock.now(), -1), 'failed'),
        orgId: 'other',
      },
    ]);
    const mine = await request(app).get(`${of}/health`).expect(200);
    expect(mine.body.uptime.h24).toBe(0.5);
  });

  it('need the permission to read, and to probe that to change', async () => {
    const { app, server, counts } = await open({
      denied: ['sprintconnect.server.read', 'sprintconnect.server.update'],
    });
    const before = await counts();
    const of = `/v1/servers/${server.id}`;
    for (const path of [
      `${of}/health`,
      `${of}/health/history`,
      `/v1/servers/health-summaries?ids=${server.id}`,
    ]) {
      const { body } = await request(app).get(path).expect(403);
      expect(body.detail).toContain('sprintconnect.server.read');
    }
    const { body } = await request(app).post(`${of}/probe`).expect(403);
    expect(body.detail).toContain('sprintconnect.server.update');
    expect(await counts()).toEqual(before);
  });

  it('take a probe once for one key, and refuse what nobody can probe', async () => {
    const { app, server, counts, service, ctx } = await open();
    const probe = (key = 'k') =>
      request(app)
        .post(`/v1/servers/${server.id}/probe`)
        .set('Idempotency-Key', key);
    const first = await probe().expect(202);
    expect(first.headers.location).toBe(`/v1/jobs/${first.body.jobId}`);
    const jobs = (await counts()).jobs;
    const again = await probe().expect(202);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await counts()).jobs).toBe(jobs);

    await service.retireServer(ctx, { id: server.id, ...freeHand });
    const before = await counts();
    await probe('other').expect(409);
    await request(app).post(`/v1/servers/${NOBODY}/probe`).expect(404);
    await probe('k\u00e4').expect(400);
    expect(await counts()).toEqual(before);
  });

  it('are understood by the typed client', async () => {
    const { app, server, probeEveryMinute } = await open();
    await probeEveryMinute(
      server.id,
      Array.from({ length: 600 }, (_e, n) => (n % 100 === 7 ? 'failed' : 50)),
    );
    const host: HttpServer = createServer(app).listen(0, '127.0.0.1');
    try {
      await new Promise(resolve => host.once('listening', resolve));
      const { port } = host.address() as AddressInfo;
      const { health } = new SprintConnectClient({
        baseUrl: `http://127.0.0.1:${port}`,
        fetch,
      });
      const now = await health.get(server.id);
      expect(now.uptime.h24).toBe(0.99);
      expect(now.trend?.direction).toBe('steady');
      const history = await health.history(server.id, { resolution: 'hour' });
      expect(history.points).toHaveLength(10);
      const { items } = await health.summaries([server.id]);
      expect(items[0].uptimeH24).toBe(0.99);
      expect((await health.probe(server.id)).jobId).toMatch(/-/);
      await expect(health.get(NOBODY)).rejects.toMatchObject({ status: 404 });
    } finally {
      await new Promise(resolve => host.close(resolve));
    }
  });
});
