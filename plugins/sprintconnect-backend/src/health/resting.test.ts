import { databaseIds } from '../__testUtils__';
import {
  closeWorlds,
  incidentsOf,
  minutes,
  openMoodyWorld,
} from './__testUtils__/healthWorlds';

afterEach(closeWorlds);

describe.each(databaseIds)('the prober on %s', id => {
  it('leaves a server alone for as long as it asks, within bounds, and says why', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id, {
      health: { restSecondsMax: 300 },
    });
    await world.schedule.look();
    await world.probe(serverId);
    const restAfter = async (headers: Record<string, string>) => {
      moody.setMood({ status: 429, headers });
      await minutes(world, serverId, 1);
      const { rest, nextProbeAt } = await world.state(serverId);
      expect([undefined, nextProbeAt]).toContainEqual(rest?.until);
      return rest && (+rest.until - +world.clock.now()) / 1000;
    };
    expect(await restAfter({})).toBeUndefined();
    expect(await restAfter({ 'retry-after': '10' })).toBeUndefined();
    expect(await restAfter({ 'retry-after': '200' })).toBe(200);
    const state = await world.state(serverId);
    expect(state).toMatchObject({
      status: 'degraded',
      reason: {
        code: 'throttled',
        message: expect.stringContaining('asks to wait 200 s'),
      },
      rest: { since: world.clock.now() },
    });
    const own = { orgId: state.orgId, serverId };
    expect(await world.health.restOf(own)).toEqual(state.rest);
    expect(
      await world.health.restOf({ ...own, orgId: 'other' }),
    ).toBeUndefined();
    // Far ahead of its interval, which the schedule must not take for a mistake.
    world.clock.advance(31_000);
    await world.schedule.look();
    expect(await world.state(serverId)).toEqual(state);

    world.clock.set(state.rest!.until);
    expect(await restAfter({ 'retry-after': '86400' })).toBe(300);
    moody.setMood('well');
    await minutes(world, serverId, 2);
    expect(await world.state(serverId)).toMatchObject({
      status: 'healthy',
      rest: undefined,
    });
    expect(await incidentsOf(world)).toEqual([
      expect.objectContaining({
        status: 'degraded',
        cause_code: 'throttled',
      }),
    ]);
  });

  it('rests a dead server longer and longer, over restarts, and says why', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id, {
      health: { restSeconds: 120, restSecondsMax: 300 },
    });
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
});
