import { startTestBackend } from '@backstage/backend-test-utils';
import {
  databaseIds,
  freeHand,
  openTestDatabase,
  startMoodyServer,
} from '../__testUtils__';
import { pluginWithNotifier } from '../__testUtils__/pluginWithNotifier';
import {
  inboxOf,
  portalNotifications,
  TEAM,
} from '../__testUtils__/portalNotifications';
import { createHealthWorld } from './__testUtils__/createHealthWorld';

const MINUTE = 60_000;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A portal with Backstage's own notifications, and the notifier of our plugin in it. */
async function openPortal() {
  const { plugin, notifier } = pluginWithNotifier();
  const backend = await startTestBackend({
    features: [plugin, ...portalNotifications()],
  });
  closers.push(() => backend.stop());
  return { backend, notifier: notifier() };
}

/** A server of the team that answered well whenever it was asked, every so many minutes for so many hours. */
async function open(
  id: (typeof databaseIds)[number],
  { everyMinutes, hours }: { everyMinutes: number; hours: number },
) {
  const { backend, notifier } = await openPortal();
  const world = await createHealthWorld(await openTestDatabase({ id }), {
    notifier,
  });
  closers.push(world.close);
  const moody = await startMoodyServer();
  closers.push(moody.close);
  const { id: serverId } = await world.register('moody', moody.url, {
    owner: TEAM,
    environment: 'production',
  });
  const { clock, ctx, database, deps } = world;
  const past = (minutesAgo: number, ok = true) => ({
    orgId: ctx.orgId,
    serverId,
    at: new Date(clock.now().getTime() - minutesAgo * MINUTE),
    ok,
    ...(ok
      ? { latencyMs: 20 }
      : { error: { code: 'timeout' as const, message: 'No answer.' } }),
  });
  const count = (hours * 60) / everyMinutes;
  await database.transaction(tx =>
    deps.probes.insertMany(
      tx,
      Array.from({ length: count }, (_each, at) =>
        past((at + 1) * everyMinutes),
      ),
    ),
  );
  await world.probe(serverId);
  const probes = async (times: number) => {
    for (let time = 0; time < times; time++) {
      clock.advance(MINUTE);
      await world.probe(serverId);
    }
  };
  /** What the team reads once all is told that there is to tell. */
  const told = async () => {
    // A window ends before the present moment, in which the last probe was.
    clock.advance(1);
    await world.judgeBudgets();
    for (const job of world.takeJobs('notify-incident')) {
      await world.runJob(job);
    }
    return (await inboxOf(backend)).map(({ payload }) => payload);
  };
  const alerts = () =>
    world.events
      .filter(({ type }) => type.startsWith('server.slo'))
      .map(({ type }) => type.split('.').at(-1));
  return { ...world, alerts, moody, past, probes, serverId, told };
}

const everyMinute = { everyMinutes: 1, hours: 2 };

describe.each(databaseIds)('what an owner reads of an outage on %s', id => {
  it('is one notification, with the budget that it burns, until it is over', async () => {
    const { alerts, clock, moody, probes, told } = await open(id, everyMinute);
    expect(await told()).toEqual([]);
    await moody.stop();
    await probes(3);
    const [begun, ...others] = await told();
    expect(others).toEqual([]);
    expect(alerts()).toEqual(['raised']);
    expect(begun).toMatchObject({
      title: 'moody (production) is unhealthy',
      severity: 'critical',
      description: expect.stringMatching(
        /nothing is listening there.* Failures are [\d.]+ times the allowed rate over both 1h/,
      ),
    });
    await moody.start();
    await probes(2);
    const over = await told();
    expect(over).toEqual([
      expect.objectContaining({
        scope: begun.scope,
        title: 'moody (production) is healthy again',
        severity: 'low',
      }),
    ]);
    clock.advance(6 * MINUTE);
    expect(await told()).toEqual(over);
    expect(alerts()).toEqual(['raised', 'resolved']);
  });

  it('is one notification also when it was over before its budget was judged', async () => {
    const { alerts, moody, probes, told } = await open(id, everyMinute);
    await moody.stop();
    await probes(3);
    await moody.start();
    await probes(2);
    const all = await told();
    expect(alerts()).toEqual(['raised']);
    expect(all.map(({ title }) => title)).toEqual([
      'moody (production) is healthy again',
    ]);
  });

  it('is one notification that grows: a ticket, a page, an incident; and the next outage is another', async () => {
    const world = await open(id, { everyMinutes: 1, hours: 80 });
    const { database, deps, moody, past, probes, told } = world;
    const failed = [500, 600, 700, 800, 900];
    await database.transaction(tx =>
      deps.probes.insertMany(
        tx,
        failed.map(minutes => past(minutes, false)),
      ),
    );
    const failing = async (times: number) => {
      moody.setMood({ status: 500 });
      await probes(times);
    };
    const working = async (times: number) => {
      moody.setMood('well');
      await probes(times);
    };
    await failing(1);
    const [ticket] = await told();
    expect(ticket).toMatchObject({
      title: 'moody (production) is using up its error budget',
      severity: 'high',
      description: expect.stringContaining('over both 3d and 6h'),
    });
    await failing(1);
    await working(1);
    await failing(1);
    expect(await told()).toEqual([
      expect.objectContaining({
        scope: ticket.scope,
        title: ticket.title,
        severity: 'critical',
      }),
    ]);
    await failing(2);
    expect(await told()).toEqual([
      expect.objectContaining({
        scope: ticket.scope,
        title: 'moody (production) is unhealthy',
        severity: 'critical',
      }),
    ]);
    await working(2);
    const first = expect.objectContaining({
      scope: ticket.scope,
      title: 'moody (production) is healthy again',
    });
    expect(await told()).toEqual([first]);
    await failing(3);
    const both = await told();
    expect(both).toHaveLength(2);
    expect(both).toContainEqual(first);
    expect(both).toContainEqual(
      expect.objectContaining({ title: 'moody (production) is unhealthy' }),
    );
  });

  it.each([
    ['an incident', 3],
    ['a budget alone', 1],
  ])('of %s ends when the server retires', async (what, failures) => {
    const world = await open(id, { everyMinutes: 10, hours: 80 });
    const { clock, database, deps, moody, past, probes, serverId } = world;
    await database.transaction(tx =>
      deps.probes.insertMany(
        tx,
        [121, 181, 241].map(minutes => past(minutes, false)),
      ),
    );
    await moody.stop();
    await probes(failures);
    const [begun] = await world.told();
    expect(begun.title).toBe(
      what === 'an incident'
        ? 'moody (production) is unhealthy'
        : 'moody (production) is using up its error budget',
    );
    expect(world.alerts()).toEqual(['raised', 'raised']);
    await world.registry.retireServer(world.ctx, { ...freeHand, id: serverId });
    clock.advance(31_000);
    await world.schedule.look();
    const after = await world.told();
    expect(after).toEqual([
      expect.objectContaining({
        scope: begun.scope,
        title: 'moody (production) is retired',
        severity: 'low',
      }),
    ]);
    expect(world.alerts()).toEqual([
      'raised',
      'raised',
      'resolved',
      'resolved',
    ]);
    const resolved = world.entries.filter(
      ({ action }) => action === 'slo-alert-resolve',
    );
    expect(resolved.map(({ meta }) => meta?.severity)).toEqual([
      'page',
      'ticket',
    ]);
    clock.advance(MINUTE);
    expect(await world.told()).toEqual(after);
  });
});
