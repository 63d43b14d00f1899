import { startForecastServer } from 'upstream';
import {
  databaseIds,
  eventually,
  fixedClock,
  openTestDatabase,
  startLoopbackUpstream,
  testContext,
} from '../../__testUtils__';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { createGatewayWorld } from '../__testUtils__/createGatewayWorld';
import { CalledServerStore } from '../pipeline/CalledServerStore';
import { createConnectionPool } from '../connections/createConnectionPool';
import { connectionSettingsSchema } from '../connections/ConnectionSettings';
import { ResourceWatches } from './ResourceWatches';
import { WatchStore } from './WatchStore';

const DAY_MS = 24 * 3600 * 1000;
const WATCHED = 'test://watched-resource';
const ada = testContext();

describe.each(databaseIds)('what sessions subscribed to on %s', id => {
  it('is theirs, once, so many and for a day', async () => {
    const clock = fixedClock();
    const store = new WatchStore(await openTestDatabase({ id }), clock);
    const mine = { orgId: 'default', session: 'mine' };
    const other = { orgId: 'other', session: 'mine' };
    const of = (said: string) => ({
      ...{ said, uri: said },
      server: { id: 'a' },
    });
    for (const said of ['a:1', 'a:2', 'a:1']) {
      expect(await store.subscribe(mine, of(said), 2)).toBe(true);
    }
    expect(await store.subscribe(mine, of('a:3'), 2)).toBe(false);
    expect(await store.of([other])).toEqual([]);
    expect(await store.of([{ ...mine, session: 'yours' }])).toEqual([]);
    await store.unsubscribe(other, 'a:1');
    await store.unsubscribe(mine, 'a:2');
    expect(await store.of([mine])).toEqual([{ ...of('a:1'), session: 'mine' }]);
    expect(await store.prune(10)).toBe(0);
    clock.advance(DAY_MS);
    expect(await store.of([mine])).toEqual([]);
    expect(await store.prune(10)).toBe(1);
  });
});

it.each([true, false])(
  'tells whoever may read a resource that it changed, and only them (legacy: %s)',
  async legacyOnly => {
    const forecast = await startForecastServer({ legacyOnly });
    const world = await createGatewayWorld();
    const id = await world.added('weather', forecast.conformanceUrl);
    const out = startLoopbackUpstream();
    const pool = createConnectionPool({
      settings: connectionSettingsSchema.parse({}),
      clock: { now: () => new Date() },
      openChannel: (target, opening) =>
        out.upstream.openChannel(target, opening),
      restOf: async () => undefined,
    });
    let judged = 0;
    const watches = new ResourceWatches({
      pool,
      gateway: {
        async rehearse(...asked) {
          const rehearsal = await world.gateway.rehearse(...asked);
          judged += 1;
          return rehearsal;
        },
      },
      store: new CalledServerStore(world.database),
    });
    closedAfterTest({
      async close() {
        await watches.stop();
        await pool.stop(0);
        await out.close();
        await world.stop();
        await forecast.close();
      },
    });
    let heard = 0;
    const of = { server: { id }, uri: WATCHED };
    const hear = () => {
      heard += 1;
    };
    world.allow(['sprintconnect.capability.use']);
    expect(await watches.watch(ada, of, hear)).toBeUndefined();
    expect(forecast.watchers(WATCHED)).toBe(0);
    world.allow([]);
    const missing = { ...of, uri: 'test://no' };
    expect(await watches.watch(ada, missing, hear)).toBeUndefined();
    const stop = await watches.watch(ada, of, hear);
    const change = async (isHeard: () => boolean) => {
      let saidAt = 0;
      await eventually('the update', () => {
        if (performance.now() - saidAt > 500) {
          saidAt = performance.now();
          // Many at once are one.
          for (let time = 0; time < 50; time++) forecast.update(WATCHED);
        }
        return isHeard();
      });
    };
    await change(() => heard > 0);
    expect(heard).toBeLessThan(3);
    world.allow(['sprintconnect.capability.use']);
    const before = heard;
    const asked = judged;
    await change(() => judged > asked + 1);
    expect(heard).toBe(before);
    world.allow([]);
    await change(() => heard > before);
    stop!();
    await eventually('its end', () => forecast.watchers(WATCHED) === 0);
  },
);
