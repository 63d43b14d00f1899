import request from 'supertest';
import { databaseIds } from '../../__testUtils__';
import { openAnswers } from './__testUtils__/openAnswers';
import type { Outcome } from './__testUtils__/openHistory';
import { DAY_MS, HOUR_MS, plus } from '../state/times';

describe.each(databaseIds)('answers about the health of a server on %s', id => {
  it('say of a server that nobody probed yet that nothing is known', async () => {
    const { get } = await openAnswers(id);
    const { body, headers } = await get('/health').expect(200);
    expect(body).toEqual({
      status: 'unknown',
      uptime: {},
      basis: { probes: { h1: 0, h24: 0, d7: 0, d30: 0 } },
      latencyMs: {},
      slo: {
        availability: 0.999,
        latencyMs: 1000,
        budgetLeft: 1,
        verdict: 'not-enough-data',
        needed: { probes: 1_000, hours: 24 },
        alerts: [],
      },
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
      await openAnswers(id);
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
        basis: { probesH24: 0 },
      },
    ]);
  });

  it('say what they rest on, and give no verdict on hardly anything', async () => {
    const opened = await openAnswers(id);
    const { clock, get, history, insert, probeEveryMinute } = opened;
    const { probeOf, server, task } = opened;
    const started = clock.now();
    await probeEveryMinute(server.id, ['failed', 10, 10]);
    const since = plus(started, -3 * 60_000).toISOString();
    expect((await get('/health')).body).toMatchObject({
      uptime: { h1: 2 / 3, h24: 2 / 3, d7: 2 / 3, d30: 2 / 3 },
      basis: { since, probes: { h1: 3, h24: 3, d7: 3, d30: 3 } },
      slo: { verdict: 'not-enough-data', needed: { probes: 1_000, hours: 24 } },
    });
    clock.advance(DAY_MS);
    await insert(
      Array.from({ length: 1_000 }, (_each, at) =>
        probeOf(
          server.id,
          plus(started, at * 60_000),
          at === 0 ? 'failed' : 10,
        ),
      ),
    );
    const judged = {
      basis: { since, probes: { h1: 0, h24: 1_000, d7: 1_003, d30: 1_003 } },
      slo: { verdict: 'missed', budgetLeft: expect.any(Number) },
    };
    expect((await get('/health')).body).toMatchObject(judged);
    // The hour in which it began is summed up: single probes of it are there still.
    while (((await task('rollup')) as { hours: number }).hours > 0);
    expect((await get('/health')).body).toMatchObject(judged);
    clock.advance(8 * DAY_MS);
    for (const prune of history.prunes) await prune(10_000);
    expect((await get('/health')).body.basis).toEqual({
      since: '2026-11-22T11:00:00.000Z',
      probes: { h1: 0, h24: 0, d7: 0, d30: 1_003 },
    });
    clock.advance(30 * DAY_MS);
    expect((await get('/health')).body.basis).not.toHaveProperty('since');
  });

  it('count uptime and latency over exact windows, before and after the roll-ups', async () => {
    const { get, clock, insert, probeOf, server, task } = await openAnswers(id);
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
      expect(body.uptime).toEqual({ h1: 1 / 2, h24: 2 / 3, d7: 4 / 6, d30 });
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
});
