import {
  databaseIds,
  eventually,
  freeHand,
  logOnceStopped,
} from '../__testUtils__';
import {
  closeWorlds,
  incidentsOf,
  minutes,
  openMoody,
  openMoodyWorld,
  openWorld,
  type World,
} from './__testUtils__/healthWorlds';

afterEach(closeWorlds);

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

  it('goes on when the time of day is put back', async () => {
    const { world, serverId } = await openMoodyWorld(id);
    await world.probe(serverId);
    await slice(world);
    world.clock.advance(-3_600_000);
    let probed = 0;
    for (let seconds = 0; seconds < 120; seconds += 5) {
      probed += await slice(world);
      world.clock.advance(5_000);
    }
    expect(probed).toBeGreaterThan(0);
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
    const { world, serverId } = await openMoodyWorld(id);
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
      reason: "The server isn't active.",
    });
    expect(moody.asked()).toBe(asked);
  });

  it('does not take for gone what was registered while it looked', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id);
    await world.probe(serverId);
    const before = await world.state(serverId);
    // The page of the registry that was read just before the registration.
    jest.spyOn(world.registry, 'listWatched').mockResolvedValueOnce([]);
    await world.schedule.look();
    expect(await world.state(serverId)).toEqual(before);
    expect(moody.asked()).toBe(1);
  });

  it('ends the incident of a server that retires, and says so in its notification', async () => {
    const owner = 'group:default/weather';
    const { world, moody, serverId } = await openMoodyWorld(id, {}, { owner });
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

  it('tells of a look that failed, but not once it stops', async () => {
    const world = await openWorld(id);
    const { schedule, logger } = world;
    let looks = 0;
    let fail = () => {};
    jest.spyOn(world.registry, 'listWatched').mockImplementation(() => {
      looks += 1;
      if (looks === 1) throw new Error('The database is away');
      return new Promise((_resolve, reject) => {
        fail = () => reject(new Error('The database is closed'));
      });
    });
    schedule.start();
    await eventually('the next look', () => looks === 2);
    const stopped = schedule.stop();
    fail();
    const log = await logOnceStopped({ logger, stop: () => stopped });
    expect(log).toEqual({ warn: ['Could not schedule probes'], error: [] });
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
