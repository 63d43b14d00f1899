import { Redis } from 'ioredis';
import request from 'supertest';
import { eventually } from '../__testUtils__';
import { connected, openLimits, statuses } from './__testUtils__/openLimits';
import { startRedis } from './__testUtils__/startRedis';
import { startSlowProxy } from './__testUtils__/startSlowProxy';

const KEY = { 'x-type': 'api-key', 'x-ref': 'api-key:1' };
const COUNTS = 'sprintconnect:quota:api-key:default api-key:1';
/** Long enough for a Redis that answers on a busy machine. */
const TIMEOUT_MS = 1_000;
const DELAY_MS = 1_200;
/** Longer, for one that is asked by fifty at once, and well under the 4 s for which it stands still. */
const FROZEN_TIMEOUT_MS = 2_500;
const BACK = 'Redis is back; limits are counted across all instances';

type Opened = ReturnType<typeof openLimits>;

const tally = (found: number[]) => ({
  served: found.filter(status => status === 200).length,
  refused: found.filter(status => status === 429).length,
});
/** Of so many requests, all at once. */
const atOnce = async ({ app }: Opened, count: number) =>
  tally(
    await Promise.all(
      Array.from({ length: count }, async () => {
        const { status } = await request(app).post('/').set(KEY);
        return status;
      }),
    ),
  );
const inTurn = async ({ app }: Opened, count: number) =>
  tally(await statuses(app, count, KEY));
const isBack = ({ news }: Opened, times = 1) =>
  eventually('Redis to be back', () => news.length >= times);

(process.env.SPRINTCONNECT_WITHOUT_REDIS ? describe.skip : describe)(
  'limits with a Redis',
  () => {
    const closing: (() => unknown)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
    });
    const start = async (port?: number) => {
      const server = await startRedis(port);
      const client = new Redis(server.url);
      closing.push(server.kill, () => client.disconnect());
      /** All that was asked of the key, over all instances. */
      const counted = async () =>
        (await client.hvals(COUNTS)).reduce((sum, each) => sum + +each, 0);
      return { server, counted, client };
    };
    const open = async (
      redisUrl: string,
      { perMinute, redisTimeoutMs }: Record<string, number>,
    ) => {
      const opened = openLimits({
        redisUrl,
        redisTimeoutMs,
        apiKey: { perMinute, concurrent: 10_000 },
        address: { perMinute: 10_000 },
      });
      await connected(opened);
      return opened;
    };

    it('that stands still are answered meanwhile, go on from the last count, and count nothing twice', async () => {
      const { server, counted } = await start();
      const settings = { perMinute: 70, redisTimeoutMs: FROZEN_TIMEOUT_MS };
      const [one, two] = [
        await open(server.url, settings),
        await open(server.url, settings),
      ];
      expect(await inTurn(two, 4)).toEqual({ served: 4, refused: 0 });
      expect(await inTurn(one, 6)).toEqual({ served: 6, refused: 0 });
      server.freeze();
      const frozenAt = performance.now();
      // Redis goes on only below, so that to be answered is to be answered without it.
      // Both at once, because the first request of each waits.
      expect(await Promise.all([atOnce(one, 50), inTurn(two, 3)])).toEqual([
        { served: 50, refused: 0 },
        { served: 3, refused: 0 },
      ]);
      // 10 were counted before, and 50 now.
      expect(await atOnce(one, 15)).toEqual({ served: 10, refused: 5 });
      await eventually('4 s', () => performance.now() > frozenAt + 4_000);
      server.thaw();
      await Promise.all([isBack(one), isBack(two)]);
      // What each counted meanwhile counts for both.
      expect(await inTurn(one, 1)).toEqual({ served: 0, refused: 1 });
      expect(await inTurn(two, 1)).toEqual({ served: 0, refused: 1 });
      expect(await counted()).toBe(10 + 50 + 15 + 3 + 2);
      expect(one.warnings).toHaveLength(1);
      expect(two.warnings).toHaveLength(1);
      expect(one.news).toEqual([BACK]);
      expect(one.served).toHaveLength(66);
      expect(two.served).toHaveLength(7);
    });

    it('that is killed and begins empty give nobody their quota anew', async () => {
      let { server, counted } = await start();
      const one = await open(server.url, {
        perMinute: 20,
        redisTimeoutMs: 5_000,
      });
      for (let flaps = 1; flaps <= 3; flaps++) {
        expect(await inTurn(one, 3)).toEqual({ served: 3, refused: 0 });
        await server.kill();
        await eventually('the end to be seen', () => one.warnings[flaps - 1]);
        expect(await inTurn(one, 3)).toEqual({ served: 3, refused: 0 });
        ({ server, counted } = await start(server.port));
        await isBack(one, flaps);
      }
      expect(await inTurn(one, 4)).toEqual({ served: 2, refused: 2 });
      expect(await counted()).toBe(22);
      // Who did not see it learns it from Redis, which lost it.
      const two = await open(server.url, {
        perMinute: 20,
        redisTimeoutMs: 5_000,
      });
      expect(await inTurn(two, 1)).toEqual({ served: 0, refused: 1 });
    });

    it('that is emptied are those of all instances with the next request of each', async () => {
      const { server, counted, client } = await start();
      const settings = { perMinute: 20, redisTimeoutMs: 5_000 };
      const [one, two] = [
        await open(server.url, settings),
        await open(server.url, settings),
      ];
      expect(await inTurn(one, 8)).toEqual({ served: 8, refused: 0 });
      expect(await inTurn(two, 8)).toEqual({ served: 8, refused: 0 });
      await client.flushall();
      expect(await inTurn(one, 1)).toEqual({ served: 1, refused: 0 });
      expect(await inTurn(two, 1)).toEqual({ served: 1, refused: 0 });
      expect(await counted()).toBe(18);
      expect(await inTurn(one, 3)).toEqual({ served: 2, refused: 1 });
      expect(await inTurn(two, 1)).toEqual({ served: 0, refused: 1 });
      expect([...one.warnings, ...two.warnings]).toEqual([]);
      // The window that it had goes on, and ends.
      expect(await client.pttl(COUNTS)).toBeGreaterThan(0);
      expect(await client.pttl(COUNTS)).toBeLessThanOrEqual(60_000);
    });

    it('that is slow do not wait for it one by one, and count each request once', async () => {
      const { server, counted } = await start();
      const proxy = await startSlowProxy(server.port);
      closing.push(proxy.close);
      const one = await open(`redis://127.0.0.1:${proxy.port}`, {
        perMinute: 100,
        redisTimeoutMs: TIMEOUT_MS,
      });
      proxy.delayBy(DELAY_MS);
      const begun = performance.now();
      // Each asks Redis three times: 60 answers that late, were they waited for.
      expect(await inTurn(one, 20)).toEqual({ served: 20, refused: 0 });
      expect(performance.now() - begun).toBeLessThan((60 * DELAY_MS) / 2);
      expect(one.warnings).toHaveLength(1);
      expect(await atOnce(one, 50)).toEqual({ served: 50, refused: 0 });
      proxy.delayBy(0);
      await isBack(one);
      expect(await inTurn(one, 31)).toEqual({ served: 30, refused: 1 });
      expect(await counted()).toBe(101);
      expect(one.warnings).toHaveLength(1);
    });
  },
);
