import { startForecastServer } from 'upstream';
import {
  eventually,
  freeHand,
  fullReadScope,
  logOnceStopped,
  startHostileServer,
} from '../__testUtils__';
import { closeLater, closePeers } from '../upstream/__testUtils__/peers';
import { http, openDiscovery } from './__testUtils__/openDiscovery';

afterEach(closePeers);

describe('discovery of servers that change', () => {
  it('makes no snapshot and no event of what is the same in another order', async () => {
    const hostile = await startHostileServer();
    closeLater(hostile.close);
    hostile.setGoodTools(['a', 'b', 'c']);
    const world = await openDiscovery({
      intervalSeconds: 1,
      discovery: { pollMs: 50 },
    });
    const id = await world.register('same', http(hostile.url('good')));
    const first = await world.discovered(id);
    const told = await world.told(id);
    hostile.setGoodTools(['c', 'a', 'b']);
    world.discovery.start();
    await eventually('a scheduled discovery', async () => {
      const { lastDiscoveredAt } = await world.server(id);
      return lastDiscoveredAt !== first.lastDiscoveredAt;
    });
    expect(await world.snapshots(id)).toBe(1);
    expect(await world.told(id)).toEqual(told);
  });

  it('makes one version and one event of a change', async () => {
    const forecast = await startForecastServer();
    closeLater(forecast.close);
    const world = await openDiscovery();
    const id = await world.register('changes', http(forecast.url));
    await world.discovered(id);
    const before = await world.told(id);
    forecast.release(2);
    expect(await world.discover(id)).toMatchObject({
      state: 'succeeded',
      progress: { done: 5, total: 5 },
      result: { version: 2, changed: true },
    });
    const after = (await world.told(id)).slice(before.length);
    expect(
      after.filter(type => type === 'server.capabilities.changed'),
    ).toHaveLength(1);
    const diff = await world.registry.diff(world.ctx, {
      readScope: fullReadScope,
      serverId: id,
      from: 1,
      to: 2,
    });
    expect(diff.changes.map(({ name, grade }) => [name, grade])).toEqual(
      expect.arrayContaining([
        ['get_tides', 'added'],
        ['get_forecast', 'input-narrowed'],
        ['list_alerts', 'url-introduced'],
        ['cancel_subscription', 'destructive-hint-flipped'],
      ]),
    );
    expect(await world.discover(id)).toMatchObject({
      result: { version: 2, changed: false },
    });
  });

  it('comes again for whoever asked while the lists were being read', async () => {
    const hostile = await startHostileServer();
    closeLater(hostile.close);
    const world = await openDiscovery();
    const { registry, ctx } = world;
    const id = await world.register('asked', http(hostile.url('good')));
    await world.discovered(id);
    const startedAt = new Date(Date.now() - 1_000);
    await world.discover(id);
    const observed = {
      era: 'legacy',
      protocolVersion: '2025-11-25',
      verdictAt: startedAt,
      remoteUrl: hostile.url('good'),
      capabilities: [],
    } as const;
    const dueNow = async () =>
      (await registry.listDueForDiscovery(new Date(), 10)).length;

    await registry.recordSnapshot(ctx, id, { ...observed, capabilities: [] });
    expect(await dueNow()).toBe(0);

    hostile.setGoodTools(['late']);
    await world.stop(); // so that the job stays where it is
    await registry.requestDiscovery(ctx, { id, ...freeHand });
    await registry.recordSnapshot(ctx, id, {
      ...observed,
      capabilities: [],
      startedAt,
    });
    expect(await dueNow()).toBe(1);
  });

  it.each([
    ['modern', false],
    ['legacy', true],
  ])('hears of a change from a %s server', async (era, legacyOnly) => {
    const forecast = await startForecastServer({ legacyOnly });
    closeLater(forecast.close);
    const timing = { debounceMs: 50, gapMs: 100 };
    const world = await openDiscovery({ discovery: { timing } });
    const id = await world.register('listens', http(forecast.url));
    expect((await world.discovered(id)).era).toBe(era);
    world.discovery.start();
    const release = await eventually('the change to be seen', async () => {
      forecast.release(2);
      const { snapshot, counts } = await world.server(id);
      return snapshot.current === 2 && counts.tools;
    });
    expect(release).toBe(7);

    await world.registry.retireServer(world.ctx, { id, ...freeHand });
    expect(await logOnceStopped(world)).toEqual({ warn: [], error: [] });
  });

  it('does not mind that a server is retired while its change is being announced', async () => {
    const forecast = await startForecastServer();
    closeLater(forecast.close);
    const timing = { debounceMs: 10, gapMs: 20 };
    const world = await openDiscovery({ discovery: { timing } });
    const { registry, ctx } = world;
    const id = await world.register('leaves', http(forecast.url));
    await world.discovered(id);
    const before = await world.told(id);
    const answers: unknown[] = [];
    const ask = registry.requestDiscovery.bind(registry);
    jest
      .spyOn(registry, 'requestDiscovery')
      .mockImplementation(async (...request) => {
        // Between the announcement and the request.
        if (answers.length === 0) {
          await registry.retireServer(ctx, { id, ...freeHand });
        }
        const answer = ask(...request);
        answers.push(await answer.catch(error => error));
        return answer;
      });
    world.discovery.start();
    await eventually('a request', () => {
      forecast.release(2);
      return answers.length;
    });
    await world.discovery.stop();
    expect(answers[0]).toMatchObject({ status: 409 });
    expect((await world.told(id)).slice(before.length)).toEqual([
      'server.retired',
    ]);
    expect(await logOnceStopped(world)).toEqual({ warn: [], error: [] });
  });
});
