import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { databaseIds, startHostileServer } from '../__testUtils__';
import {
  closeLater,
  closeWorlds,
  incidentsOf,
  minutes,
  openMoody,
  openMoodyWorld,
  openWorld,
  written,
} from './__testUtils__/healthWorlds';

afterEach(closeWorlds);

describe.each(databaseIds)('health on %s', id => {
  it('probes a new server at once, by a job of the registration', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id);
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
    const owner = 'group:default/weather';
    const server = { title: 'Moody', owner };
    const { world, moody, serverId } = await openMoodyWorld(id, {}, server);
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
        message: expect.stringContaining('nothing is listening there'),
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
    const { world, moody, serverId } = await openMoodyWorld(id, {
      // Far more than a busy machine needs to answer.
      health: { latencyMs: 400 },
    });
    await world.probe(serverId);
    moody.setMood({ slowMs: 600 });
    await minutes(world, serverId, 3);
    expect(await world.state(serverId)).toMatchObject({
      status: 'degraded',
      reason: { code: 'slow', message: expect.stringContaining('400 ms') },
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
    closeLater(hostile.close);
    const portOf = async (server: typeof ssh) => {
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      closeLater(() => server.close());
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

  it('tells nobody of a server without an owner', async () => {
    const world = await openWorld(id);
    const { id: serverId } = await world.register('gone', 'http://10.0.0.1/');
    await minutes(world, serverId, 3);
    const [job] = world.takeJobs('notify-incident');
    expect(await world.runJob(job)).toEqual({ notified: false });
    expect(world.notifications).toEqual([]);
  });
});
