import { eventually, fixedClock } from '../__testUtils__';
import { createLimits } from '../limits';
import { startRedis } from '../limits/__testUtils__/startRedis';
import { createGuessGuard } from './createGuessGuard';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The guard of an instance that counts in Redis, with a clock of its own that stands still. */
async function openInstance(redisUrl: string, redisTimeoutMs = 5_000) {
  const clock = fixedClock();
  const limits = createLimits({
    settings: {
      enabled: true,
      redisUrl,
      redisTimeoutMs,
      global: { perSecond: 0, burst: 0 },
      organisation: { perMinute: 0, perDay: 0 },
      user: { perMinute: 0 },
      apiKey: { perMinute: 0, concurrent: 0 },
      address: { perMinute: 0 },
    },
    clock,
    logger: { warn: () => {}, info: () => {} },
  });
  closing.push(() => limits.close());
  const failures = limits.failures!;
  await eventually('Redis to answer', () =>
    failures.heldMs('nobody').then(
      ms => ms === 0,
      () => false,
    ),
  );
  return createGuessGuard(clock, failures);
}

(process.env.SPRINTCONNECT_WITHOUT_REDIS ? describe.skip : describe)(
  'guesses, with Redis',
  () => {
    it('are counted over all instances: none lets in who has to wait at another', async () => {
      const redis = await startRedis();
      closing.push(redis.kill);
      const [one, two, three] = [
        await openInstance(redis.url),
        await openInstance(redis.url),
        await openInstance(redis.url),
      ];
      const source = { address: '192.0.2.1', prefix: 'abc' };
      for (let index = 0; index < 4; index++) {
        await (index % 2 ? one : two).failed(source);
        expect(await three.waitSeconds(source)).toBe(0);
      }
      for (let index = 0; index < 4; index++) await one.failed(source);
      // The eighth of a prefix, which has five for nothing.
      expect(await three.waitSeconds({ prefix: 'abc' })).toBe(8);
      expect(await two.waitSeconds({ address: '192.0.2.1' })).toBe(0);
      expect(await three.waitSeconds({ prefix: 'other' })).toBe(0);
    });

    it('are counted by each instance while Redis is away', async () => {
      const redis = await startRedis();
      const guard = await openInstance(redis.url);
      await redis.kill();
      for (let index = 0; index < 5; index++) {
        await guard.failed({ prefix: 'abc' });
      }
      expect(await guard.waitSeconds({ prefix: 'abc' })).toBe(1);
    });

    it('keep nobody waiting while Redis stands still, and hold nobody back twice', async () => {
      const redis = await startRedis();
      closing.push(redis.kill);
      const [one, two] = [
        await openInstance(redis.url, 500),
        await openInstance(redis.url, 500),
      ];
      const source = { prefix: 'abc' };
      for (let index = 0; index < 4; index++) await one.failed(source);
      redis.freeze();
      const frozenAt = performance.now();
      await Promise.all(Array.from({ length: 5 }, () => one.failed(source)));
      expect(await one.waitSeconds(source)).toBe(16);
      await eventually('1 s', () => performance.now() > frozenAt + 1_000);
      redis.thaw();
      await eventually('Redis to be asked again', async () => {
        await one.failed({ prefix: 'other' });
        return (await two.waitSeconds({ prefix: 'other' })) > 0;
      });
      // The five are known to the instance that saw them; Redis, told too late, did nothing.
      expect(await two.waitSeconds(source)).toBe(0);
      await one.failed(source);
      expect(await two.waitSeconds(source)).toBe(1);
      expect(await one.waitSeconds(source)).toBe(32);
    });
  },
);
