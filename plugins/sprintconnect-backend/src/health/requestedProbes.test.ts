import { freeHand } from '../__testUtils__';
import {
  closeWorlds,
  openMoody,
  openMoodyWorld,
  openWorld,
} from './__testUtils__/healthWorlds';

afterEach(closeWorlds);

describe('what is asked for', () => {
  it('is a job; of a retired server or a draft it is refused and nothing is written', async () => {
    const { world, serverId } = await openMoodyWorld('SQLITE_3');
    const done = await world.registry.requestProbe(world.ctx, {
      ...freeHand,
      id: serverId,
    });
    expect(done).toEqual({
      result: { jobId: expect.any(String) },
      replayed: false,
    });
    expect(world.entries.at(-1)).toMatchObject({
      action: 'server-probe',
      target: { type: 'server', id: serverId },
    });
    await world.registry.retireServer(world.ctx, { ...freeHand, id: serverId });
    const { length } = world.entries;
    const jobs = world.enqueued.length;
    for (const status of ['retired', 'draft']) {
      await world.database.reader('servers').update({ status });
      await expect(
        world.registry.requestProbe(world.ctx, { ...freeHand, id: serverId }),
      ).rejects.toMatchObject({ status: 409 });
    }
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
