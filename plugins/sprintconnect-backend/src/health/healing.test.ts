import { databaseIds } from '../__testUtils__';
import {
  closeWorlds,
  minutes,
  openMoodyWorld,
  type World,
} from './__testUtils__/healthWorlds';

afterEach(closeWorlds);

/** Fails so often in a row that the next discovery is hours away. */
async function failToDiscover({ registry, ctx }: World, serverId: string) {
  for (let failures = 0; failures < 6; failures++) {
    await registry.recordDiscoveryFailure(ctx, serverId, {
      code: 'refused',
      message: 'connect ECONNREFUSED',
    });
  }
}

const due = ({ registry, clock }: World) =>
  registry.listDueForDiscovery(clock.now(), 10);

describe.each(databaseIds)('a server that heals, %s', id => {
  it('is discovered at once where its last discovery failed', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id);
    await moody.stop();
    await minutes(world, serverId, 3);
    await failToDiscover(world, serverId);
    expect(await world.state(serverId)).toMatchObject({ status: 'unhealthy' });
    expect(await due(world)).toEqual([]);

    await moody.start();
    // The breaker rests it for a while first.
    for (let tries = 0; tries < 10 && (await due(world)).length === 0; tries++)
      await minutes(world, serverId, 1);
    expect(await world.state(serverId)).toMatchObject({ status: 'healthy' });
    expect(await due(world)).toEqual([{ orgId: world.ctx.orgId, serverId }]);
  });

  it('is discovered at once where one of its lists failed', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id);
    const { registry, ctx } = world;
    await moody.stop();
    await minutes(world, serverId, 3);
    const until = new Date(world.clock.now().getTime() + 6 * 3_600_000);
    const observed = {
      era: 'legacy' as const,
      protocolVersion: '2025-11-25',
      verdictAt: world.clock.now(),
      remoteUrl: moody.url,
      capabilities: [],
      faults: [{ kind: 'tool' as const, code: 'protocol', message: 'down' }],
    };
    await registry.recordSnapshot(ctx, serverId, observed);
    await world.database.transaction(tx =>
      registry.deferDiscovery(tx, {
        servers: [{ orgId: ctx.orgId, serverId }],
        until,
      }),
    );
    expect(await due(world)).toEqual([]);
    await moody.start();
    for (let tries = 0; tries < 10 && (await due(world)).length === 0; tries++)
      await minutes(world, serverId, 1);
    expect(await world.state(serverId)).toMatchObject({ status: 'healthy' });
    expect(await due(world)).toEqual([{ orgId: ctx.orgId, serverId }]);
  });

  it('waits for its time where the last discovery was good', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id);
    const { registry, database, clock } = world;
    const until = new Date(clock.now().getTime() + 6 * 3_600_000);
    await database.transaction(tx =>
      registry.deferDiscovery(tx, {
        servers: [{ orgId: world.ctx.orgId, serverId }],
        until,
      }),
    );
    await moody.stop();
    await minutes(world, serverId, 3);
    await moody.start();
    await minutes(world, serverId, 10);
    expect(await world.state(serverId)).toMatchObject({ status: 'healthy' });
    expect(await due(world)).toEqual([]);
  });

  it('is left alone as long as it is ill', async () => {
    const { world, moody, serverId } = await openMoodyWorld(id);
    await minutes(world, serverId, 1);
    await failToDiscover(world, serverId);
    await moody.stop();
    await minutes(world, serverId, 5);
    expect(await world.state(serverId)).toMatchObject({ status: 'unhealthy' });
    expect(await due(world)).toEqual([]);
  });
});
