import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import {
  databaseIds,
  freeHand,
  type MoodyServer,
  openTestDatabase,
  startHostileServer,
  startMoodyServer,
} from '../__testUtils__';
import { createHealthWorld } from './__testUtils__/createHealthWorld';
import { recordProbes } from './recordProbes';

jest.setTimeout(60_000);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map(close => close()));
});

async function openWorld(
  id: (typeof databaseIds)[number],
  options: Parameters<typeof createHealthWorld>[1] = {},
) {
  const world = await createHealthWorld(
    await openTestDatabase({ id }),
    options,
  );
  closers.push(world.close);
  return world;
}

async function openMoody(): Promise<MoodyServer> {
  const moody = await startMoodyServer();
  closers.push(moody.close);
  return moody;
}

type World = Awaited<ReturnType<typeof openWorld>>;

/** Probes as often as told, a minute apart. */
async function minutes(world: World, serverId: string, count: number) {
  for (let minute = 0; minute < count; minute++) {
    world.clock.advance(60_000);
    await world.probe(serverId);
  }
}

const incidentsOf = ({ database }: World) =>
  database.reader('health_incidents').orderBy('started_at');

/** Everything that a change writes or tells. */
async function written(world: World) {
  const { database, events, entries } = world;
  const probes = await database.reader('probes').count({ n: '*' }).first();
  return {
    probes: Number(probes?.n),
    incidents: (await incidentsOf(world)).length,
    health: events.filter(({ type }) => type === 'server.health.changed')
      .length,
    audited: entries.filter(({ action }) => action === 'server-health-change')
      .length,
    notices: world.enqueued.filter(({ kind }) => kind === 'notify-incident')
      .length,
  };
}

describe.each(databaseIds)('health on %s', id => {
  it('probes a new server at once, by a job of the registration', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    const { id: serverId } = await world.register('moody', moody.url);
    const [job] = world.takeJobs('probe-server');
    expect(job).toMatchObject({ key: serverId, payload: { serverId } });
    expect(await world.runJob(job)).toEqual({
      outcome: 'probed',
      ok: true,
      status: 'healthy',
    });
    const server = await world.server(serverId);
    expect(server.health).toEqual({
      status: 'healthy',
      since: world.clock.now().toISOString(),
      latencyMs: expect.any(Number),
    });
    expect(server.revision).toBe(1);
    const state = await world.state(serverId);
    expect(state).toMatchObject({
      status: 'healthy',
      environment: 'development',
      lastProbe: { ok: true, at: world.clock.now() },
      incidentId: undefined,
      rest: undefined,
    });
    const ahead = +state.nextProbeAt! - +world.clock.now();
    expect(ahead).toBeGreaterThan(20_000);
    expect(ahead).toBeLessThan(100_000);
    expect(await written(world)).toEqual({
      probes: 1,
      incidents: 0,
      health: 1,
      audited: 1,
      notices: 0,
    });
    expect(moody.asked()).toBe(1);
  });

  it('sees a server stop, says so once, and sees it come back', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    const owner = 'group:default/weather';
    const { id: serverId } = await world.register('moody', moody.url, {
      title: 'Moody',
      owner,
    });
    await world.probe(serverId);
    await moody.stop();
    await minutes(world, serverId, 2);
    expect((await world.server(serverId)).health.status).toBe('healthy');
    await minutes(world, serverId, 1);
    const startedAt = world.clock.now();
    expect((await world.server(serverId)).health).toMatchObject({
      status: 'unhealthy',
      since: startedAt.toISOString(),
    });
    expect(await world.state(serverId)).toMatchObject({
      status: 'unhealthy',
      reason: {
        code: 'refused',
        message: expect.stringContaining('nothing listens there'),
      },
      failures: 3,
    });
    await minutes(world, serverId, 2);
    expect(await incidentsOf(world)).toEqual([
      expect.objectContaining({
        server_id: serverId,
        status: 'unhealthy',
        cause_code: 'refused',
        failures: 5,
        ended_at: null,
      }),
    ]);
    const [begun] = world.takeJobs('notify-incident');
    await world.runJob(begun);
    expect(world.takeJobs('notify-incident')).toEqual([]);

    await moody.start();
    await minutes(world, serverId, 1);
    expect((await world.server(serverId)).health.status).toBe('unhealthy');
    await minutes(world, serverId, 1);
    expect((await world.server(serverId)).health.status).toBe('healthy');
    const [incident] = await incidentsOf(world);
    expect(world.database.dialect.fromTime(incident.ended_at)).toEqual(
      world.clock.now(),
    );
    const [over] = world.takeJobs('notify-incident');
    await world.runJob(over);

    const subject = `incident:${incident.id}`;
    const link = `/sprintconnect/servers/${serverId}/health`;
    expect(world.notifications).toEqual([
      {
        recipients: [owner],
        subject,
        link,
        severity: 'high',
        title: 'Moody (development) is unhealthy',
        description: expect.stringMatching(/^Since 2026-11-22 12:03 UTC\./),
      },
      {
        recipients: [owner],
        subject,
        link,
        severity: 'low',
        title: 'Moody (development) is healthy again',
        description: expect.stringContaining('was unhealthy from'),
      },
    ]);
    expect(await written(world)).toEqual({
      probes: 8,
      incidents: 1,
      health: 3,
      audited: 3,
      notices: 0,
    });
    expect(world.entries.at(-1)).toMatchObject({
      action: 'server-health-change',
      target: { type: 'server', id: serverId },
      meta: { from: 'unhealthy', to: 'healthy' },
      ctx: { orgId: 'default' },
    });
  });

  it('tells slow from failed, and the incident keeps the worst', async () => {
    const world = await openWorld(id, { health: { latencyMs: 40 } });
    const moody = await openMoody();
    const { id: serverId } = await world.register('moody', moody.url);
    await world.probe(serverId);
    moody.setMood({ slowMs: 80 });
    await minutes(world, serverId, 3);
    expect(await world.state(serverId)).toMatchObject({
      status: 'degraded',
      reason: { code: 'slow', message: expect.stringContaining('40 ms') },
    });
    moody.setMood({ status: 500 });
    await minutes(world, serverId, 3);
    expect(await world.state(serverId)).toMatchObject({
      status: 'unhealthy',
      reason: { code: 'http-5xx' },
    });
    const incidents = await incidentsOf(world);
    expect(incidents).toEqual([
      expect.objectContaining({
        status: 'unhealthy',
        cause_code: 'http-5xx',
        failures: 3,
      }),
    ]);
    const keys = world.takeJobs('notify-incident').map(({ key }) => key);
    expect(keys).toEqual([
      `${incidents[0].id}:open`,
      `${incidents[0].id}:worsen`,
    ]);
    const told = JSON.stringify([
      await world.state(serverId),
      incidents,
      world.entries,
      world.events,
    ]);
    expect(told).not.toContain('secret-of-the-upstream');
  });

  it('knows what is wrong by its name', async () => {
    const world = await openWorld(id, { health: { timeoutMs: 2_000 } });
    const moody = await openMoody();
    const hostile = await startHostileServer();
    const ssh = createTcpServer(socket => {
      socket.write('SSH-2.0-hello\r\n');
      socket.on('data', () => socket.destroy());
    });
    const noCertificate = createTlsServer({});
    closers.push(hostile.close);
    const portOf = async (server: typeof ssh) => {
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      closers.push(() => server.close());
      return (server.address() as AddressInfo).port;
    };
    const cases: [url: string, code: string][] = [
      ['http://does-not-exist.invalid/mcp', 'dns'],
      ['http://10.0.0.1/mcp', 'egress-refused'],
      [`https://127.0.0.1:${await portOf(ssh)}/mcp`, 'tls'],
      [`https://127.0.0.1:${await portOf(noCertificate)}/mcp`, 'tls'],
      [hostile.url('hang-at-once'), 'timeout'],
      [hostile.url('redirect'), 'egress-refused'],
      [hostile.url('unknown-path'), 'protocol'],
    ];
    for (const [index, [url, code]] of cases.entries()) {
      const { id: serverId } = await world.register(`server-${index}`, url);
      expect(await world.probe(serverId)).toMatchObject({ ok: false });
      const { lastProbe, status } = await world.state(serverId);
      expect([url, status, lastProbe?.error?.code]).toEqual([
        url,
        'unknown',
        code,
      ]);
    }
    const { id: moodyId } = await world.register('moody', moody.url);
    for (const [mood, code] of [
      [{ status: 401 }, 'auth'],
      [{ status: 503 }, 'http-5xx'],
      ['garbage', 'protocol'],
      ['hanging', 'timeout'],
    ] as const) {
      moody.setMood(mood);
      await world.probe(moodyId);
      const { lastProbe } = await world.state(moodyId);
      expect([mood, lastProbe?.error?.code]).toEqual([mood, code]);
    }
  });

  it('rests a dead server longer and longer, over restarts, and says why', async () => {
    const world = await openWorld(id, {
      health: { restSeconds: 120, restSecondsMax: 300 },
    });
    const moody = await openMoody();
    const { id: serverId } = await world.register('moody', moody.url);
    await moody.stop();
    await minutes(world, serverId, 6);
    const rests: number[] = [];
    const since = world.clock.now();
    for (let round = 0; round < 3; round++) {
      const { rest, nextProbeAt, reason } = await world.state(serverId);
      expect(rest?.since).toEqual(since);
      expect(nextProbeAt).toEqual(rest?.until);
      expect(reason?.code).toBe('refused');
      rests.push((+rest!.until - +world.clock.now()) / 1000);
      world.clock.set(rest!.until);
      await world.probe(serverId, world.newInstance());
    }
    expect(rests).toEqual([120, 240, 300]);

    await moody.start();
    world.clock.advance(10_000);
    expect(await world.probe(serverId)).toMatchObject({ ok: true });
    expect(await world.state(serverId)).toMatchObject({
      status: 'unhealthy',
      rest: undefined,
      breaker: undefined,
    });
  });

  it('tells nobody of a server without an owner', async () => {
    const world = await openWorld(id);
    const { id: serverId } = await world.register('gone', 'http://10.0.0.1/');
    await minutes(world, serverId, 3);
    const [job] = world.takeJobs('notify-incident');
    expect(await world.runJob(job)).toEqual({ notified: false });
    expect(world.notifications).toEqual([]);
  });
});

describe.each(databaseIds)('the schedule on %s', id => {
  /** Looks, and runs the jobs that come of it. Gives how many probes that made. */
  async function slice(world: World, by?: ReturnType<World['newInstance']>) {
    await world.schedule.look();
    let probed = 0;
    for (const job of world.takeJobs('probe-batch')) {
      // A worker waits for the slice to begin; here the clock goes there.
      const begin = Date.parse(String(job.payload.from));
      const wait = begin - world.clock.now().getTime();
      if (wait > 0) world.clock.advance(wait);
      const result = await world.runJob(job, by);
      probed += (result as { probed: number }).probed;
    }
    return probed;
  }

  it('probes each server once an interval, by its own, its environment’s or the usual', async () => {
    const world = await openWorld(id, {
      health: {
        intervalSeconds: 60,
        environments: { production: { intervalSeconds: 20 } },
      },
    });
    const moody = await openMoody();
    const usual = await world.register('usual', moody.url);
    const production = await world.register('production', moody.url, {
      environment: 'production',
    });
    const own = await world.register('own', moody.url, {
      probeIntervalSeconds: 300,
    });
    // The first look finds them, as if the jobs of their registrations had been lost.
    const end = world.clock.now().getTime() + 900_000;
    while (world.clock.now().getTime() < end) {
      await slice(world);
      world.clock.advance(5_000);
    }
    const counts: Record<string, unknown>[] = await world.database
      .reader('probes')
      .groupBy('server_id')
      .select('server_id')
      .count({ n: '*' });
    const countOf = ({ id: serverId }: { id: string }) =>
      Number(counts.find(row => row.server_id === serverId)?.n);
    expect(countOf(usual)).toBeGreaterThanOrEqual(14);
    expect(countOf(usual)).toBeLessThanOrEqual(16);
    expect(countOf(production)).toBeGreaterThanOrEqual(43);
    // One more for the first, which is early, and one for the jitter at the end.
    expect(countOf(production)).toBeLessThanOrEqual(47);
    expect(countOf(own)).toBeGreaterThanOrEqual(3);
    expect(countOf(own)).toBeLessThanOrEqual(4);
  });

  it('makes no jobs for an organisation that is gone', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    await world.register('moody', moody.url);
    world.takeJobs('probe-server');
    world.organisations.absent.add(world.ctx.orgId);
    world.clock.advance(60_000);
    await world.schedule.look();
    expect(world.takeJobs('probe-batch')).toEqual([]);
    world.organisations.absent.clear();
    world.clock.advance(60_000);
    await world.schedule.look();
    expect(world.takeJobs('probe-batch')).not.toEqual([]);
  });

  it('catches up evenly with what is overdue', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    await world.database.transaction(tx =>
      world.deps.states.insert(
        tx,
        Array.from({ length: 90 }, (_, index) => ({
          orgId: 'default',
          serverId: `gone-${index}`,
          environment: 'development',
          nextProbeAt: new Date(world.clock.now().getTime() - 60_000),
        })),
      ),
    );
    await world.register('moody', moody.url);
    await world.deps.states.release(world.ctx, { serverIds: [], ticket: '' });
    // Nobody reconciles here: what counts is how much of it one slice takes.
    const batch = {
      from: world.clock.now().toISOString(),
      until: new Date(world.clock.now().getTime() + 6_000).toISOString(),
      perSecond: 5,
    };
    const job = { kind: 'probe-batch', orgId: 'default', payload: batch };
    await world.runJob(job);
    const left = await world.database
      .reader('health_states')
      .count({ n: '*' })
      .first();
    expect(Number(left?.n)).toBe(60);
  });

  it('probes what is due by a job that comes late, too', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    const { id: serverId } = await world.register('moody', moody.url);
    await world.schedule.look();
    world.clock.advance(120_000);
    const until = new Date(world.clock.now().getTime() - 30_000).toISOString();
    const payload = { from: until, until, perSecond: 5 };
    const job = { kind: 'probe-batch', orgId: 'default', payload };
    expect(await world.runJob(job)).toEqual({ probed: 1 });
    expect((await world.state(serverId)).status).toBe('healthy');
  });

  it('begins and ends to watch with the registry, and follows its changes', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    const server = await world.register('moody', moody.url);
    await world.schedule.look();
    expect(await world.state(server.id)).toMatchObject({ status: 'unknown' });
    await world.probe(server.id);

    await world.database
      .reader('servers')
      .where({ id: server.id })
      .update({ environment: 'production', probe_interval_seconds: 5 });
    world.clock.advance(31_000);
    await world.schedule.look();
    const changed = await world.state(server.id);
    expect(changed.environment).toBe('production');
    expect(+changed.nextProbeAt! - +world.clock.now()).toBeLessThan(10_000);

    await world.registry.retireServer(world.ctx, {
      ...freeHand,
      id: server.id,
    });
    world.clock.advance(31_000);
    await world.schedule.look();
    expect(await world.state(server.id)).toBeUndefined();
    const asked = moody.asked();
    expect(await world.probe(server.id)).toEqual({
      outcome: 'skipped',
      reason: 'The server is not in use.',
    });
    expect(moody.asked()).toBe(asked);
  });

  it('ends the incident of a server that retires, and says so in its notification', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    const owner = 'group:default/weather';
    const { id: serverId } = await world.register('moody', moody.url, {
      owner,
    });
    await world.probe(serverId);
    await moody.stop();
    await minutes(world, serverId, 3);
    await world.runJob(world.takeJobs('notify-incident')[0]);

    await world.registry.retireServer(world.ctx, { ...freeHand, id: serverId });
    expect((await world.server(serverId)).health).toEqual({
      status: 'unknown',
    });
    world.clock.advance(31_000);
    await world.schedule.look();
    const [incident] = await incidentsOf(world);
    expect(world.database.dialect.fromTime(incident.ended_at)).toEqual(
      world.clock.now(),
    );
    const [over] = world.takeJobs('notify-incident');
    await world.runJob(over);
    const [begun, ended] = world.notifications;
    expect(begun.title).toBe('moody (development) is unhealthy');
    expect(ended).toMatchObject({
      recipients: [owner],
      subject: begun.subject,
      title: 'moody (development) is retired',
      severity: 'low',
    });
    world.clock.advance(31_000);
    await world.schedule.look();
    expect(world.takeJobs('notify-incident')).toEqual([]);
  });

  it('has one job for a slice, however many instances look', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    await world.register('moody', moody.url);
    for (let second = 0; second <= 60; second += 5) {
      await Promise.all([world.schedule.look(), world.schedule.look()]);
      await world.schedule.look();
      world.clock.advance(5_000);
    }
    const slices = world
      .takeJobs('probe-batch')
      .map(({ payload }) => payload.from);
    expect(slices.length).toBeGreaterThan(0);
    expect(new Set(slices).size).toBe(slices.length);
  });
});

describe.each(databaseIds)('claims on %s', id => {
  it('let two workers never probe one server at once', async () => {
    const world = await openWorld(id, { waits: true });
    const moody = await openMoody();
    moody.setMood({ slowMs: 150 });
    const { id: serverId } = await world.register('moody', moody.url);
    const workers = [world.newInstance(), world.newInstance()];
    const results = await Promise.all(
      [...workers, ...workers].map(by => world.probe(serverId, by)),
    );
    expect(moody.askedAtOnce()).toBe(1);
    expect(moody.asked()).toBe(1);
    expect(results.map(result => result?.outcome).sort()).toEqual([
      'joined',
      'joined',
      'joined',
      'probed',
    ]);
  });

  it('divide what is due between workers', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    for (let index = 0; index < 12; index++) {
      await world.register(`server-${index}`, moody.url);
    }
    await world.schedule.look();
    world.clock.advance(60_000);
    const batch = {
      from: world.clock.now().toISOString(),
      until: new Date(world.clock.now().getTime() + 1_000).toISOString(),
      perSecond: 100,
    };
    const job = { kind: 'probe-batch', orgId: 'default', payload: batch };
    const results = await Promise.all(
      [world.newInstance(), world.newInstance()].map(by =>
        world.runJob(job, by),
      ),
    );
    const probed = results.map(result => Number(result?.probed));
    expect(probed[0] + probed[1]).toBe(12);
    expect(moody.asked()).toBe(12);
  });

  it('lapse with their worker, whose late result is dropped', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    const { id: serverId } = await world.register('moody', moody.url);
    await world.probe(serverId);
    const before = await written(world);
    // A worker that is killed after it has claimed: nothing more is heard of it.
    const { states } = world.deps;
    const claim = {
      ticket: 'the-ticket-of-the-killed',
      until: new Date(world.clock.now().getTime() + 6_000),
    };
    const now = () => world.clock.now();
    expect(
      await states.claimOne(world.ctx, { serverId, now: now(), claim }),
    ).toBeDefined();
    world.clock.advance(5_999);
    const later = { ...claim, ticket: 'another' };
    expect(
      await states.claimOne(world.ctx, { serverId, now: now(), claim: later }),
    ).toBeUndefined();
    world.clock.advance(1);
    expect(await world.probe(serverId)).toMatchObject({ outcome: 'probed' });

    const late = await recordProbes(world.deps, world.ctx, {
      ticket: claim.ticket,
      results: [
        {
          serverId,
          environment: 'development',
          outcome: {
            at: now(),
            ok: false,
            error: { code: 'timeout', message: 'Late' },
          },
        },
      ],
    });
    expect(late).toEqual([]);
    expect(await written(world)).toEqual({
      ...before,
      probes: before.probes + 1,
    });
  });

  it('write and tell nothing of a server that retires while it is probed', async () => {
    const world = await openWorld(id);
    const moody = await openMoody();
    const { id: serverId } = await world.register('moody', moody.url);
    await world.probe(serverId);
    await moody.stop();
    await minutes(world, serverId, 2);
    const before = await written(world);
    await moody.start();
    moody.setMood({ slowMs: 1_500 });
    const probing = world.probe(serverId);
    await world.registry.retireServer(world.ctx, { ...freeHand, id: serverId });
    expect(await probing).toMatchObject({ outcome: 'skipped' });
    expect(await written(world)).toEqual(before);
    expect(await world.state(serverId)).toBeUndefined();
    const [row] = await world.database.reader('servers');
    expect(row).toMatchObject({ status: 'retired', health_status: 'unknown' });
  });

  it('are given back by a worker that stops', async () => {
    const world = await openWorld(id, { waits: true });
    const moody = await openMoody();
    moody.setMood('hanging');
    const { id: serverId } = await world.register('moody', moody.url);
    await world.schedule.look();
    const worker = world.newInstance();
    const until = new Date(world.clock.now().getTime() + 1_000).toISOString();
    await world.database
      .reader('health_states')
      .update({ next_probe_at: world.clock.now() });
    const from = world.clock.now().toISOString();
    const batch = { from, until, perSecond: 5 };
    const running = world.runJob(
      { kind: 'probe-batch', orgId: 'default', payload: batch },
      worker,
    );
    while (moody.asked() === 0) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await worker.stop();
    expect(await running).toEqual({ probed: 0 });
    expect((await written(world)).probes).toBe(0);
    moody.setMood('well');
    expect(await world.probe(serverId)).toMatchObject({ outcome: 'probed' });
  });
});

describe('what is asked for', () => {
  it('is a job; of a retired server it is refused and nothing is written', async () => {
    const world = await openWorld('SQLITE_3');
    const moody = await openMoody();
    const { id: serverId } = await world.register('moody', moody.url);
    const answer = await world.registry.requestProbe(world.ctx, {
      ...freeHand,
      id: serverId,
    });
    expect(answer).toMatchObject({
      status: 202,
      body: { jobId: expect.any(String) },
    });
    expect(world.entries.at(-1)).toMatchObject({
      action: 'server-probe',
      target: { type: 'server', id: serverId },
    });
    await world.registry.retireServer(world.ctx, { ...freeHand, id: serverId });
    const { length } = world.entries;
    const jobs = world.enqueued.length;
    await expect(
      world.registry.requestProbe(world.ctx, { ...freeHand, id: serverId }),
    ).rejects.toMatchObject({ status: 409 });
    await expect(
      world.registry.requestProbe(
        { ...world.ctx, orgId: 'other' },
        { id: serverId, ...freeHand },
      ),
    ).rejects.toMatchObject({ status: 404 });
    expect(world.entries).toHaveLength(length);
    expect(world.enqueued).toHaveLength(jobs);
  });

  it('is another probe when the remotes or the interval change', async () => {
    const world = await openWorld('SQLITE_3');
    const moody = await openMoody();
    const server = await world.register('moody', moody.url);
    world.takeJobs('probe-server');
    await world.registry.updateServer(world.ctx, {
      id: server.id,
      revision: 1,
      body: { title: 'Other' },
      ...freeHand,
    });
    expect(world.takeJobs('probe-server')).toHaveLength(0);
    await world.registry.updateServer(world.ctx, {
      ...freeHand,
      id: server.id,
      revision: 2,
      body: { probeIntervalSeconds: 5 },
    });
    expect(world.takeJobs('probe-server')).toHaveLength(1);
    expect((await world.server(server.id)).probeIntervalSeconds).toBe(5);
  });
});
