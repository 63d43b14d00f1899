import { Redis } from 'ioredis';
import { eventually } from '../__testUtils__';
import { type OwnRedis, startRedis } from './__testUtils__/startRedis';
import { RedisLink } from './RedisLink';
import { SharedGate } from './SharedGate';

const LEASE_MS = 6_000;
/** So long that no renewal, which would mend what is tested, comes within a test. */
const LONG_LEASE_MS = 300_000;
const SET = 'sprintconnect:concurrent:key';

(process.env.SPRINTCONNECT_WITHOUT_REDIS ? describe.skip : describe)(
  'the gate over Redis',
  () => {
    let at = 1_000_000;
    let server: OwnRedis;
    const closing: (() => unknown)[] = [];
    beforeEach(async () => {
      server = await startRedis();
      closing.push(server.kill);
    });
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
    });

    const client = () => {
      const redis = new Redis(server.url);
      closing.push(() => redis.disconnect());
      return redis;
    };
    /** The gate of an instance. `isThere` tells whether it asks Redis. */
    const open = async (
      max = 1,
      { leaseMs = LEASE_MS, timeoutMs = 5_000 } = {},
    ) => {
      let isThere = false;
      const link = new RedisLink({
        url: server.url,
        timeoutMs,
        logger: {
          warn: () => {
            isThere = false;
          },
          info: () => {},
        },
      });
      closing.push(() => link.close());
      link.onBack(() => {
        isThere = true;
      });
      const gate = new SharedGate(link, {
        max,
        now: () => at,
        leaseMs,
      });
      const isBack = () => eventually('Redis to be asked', () => isThere);
      await isBack();
      return { gate, isBack, close: () => link.close() };
    };

    it('counts who stays longer than a lease', async () => {
      const redis = client();
      const { gate } = await open();
      const leave = await gate.enter('key');
      expect(await gate.enter('key')).toBeUndefined();
      at += LEASE_MS - 1;
      await eventually(
        'the lease to be renewed',
        async () => (await redis.zcount(SET, at + LEASE_MS, '+inf')) === 1,
      );
      at += 2;
      expect(await gate.enter('key')).toBeUndefined();
      leave!();
      const next = await gate.enter('key');
      expect(next).toBeDefined();
      next!();
    });

    it('forgets after a lease who was killed inside', async () => {
      const killed = await open();
      const { gate } = await open();
      await killed.gate.enter('key');
      killed.close();
      expect(await gate.enter('key')).toBeUndefined();
      at += LEASE_MS + 1;
      const leave = await gate.enter('key');
      expect(leave).toBeDefined();
      leave!();
    });

    it('keeps no place for who left while Redis stood still, and counts who came', async () => {
      const redis = client();
      const one = await open(2, { leaseMs: LONG_LEASE_MS, timeoutMs: 500 });
      const two = await open(2, { leaseMs: LONG_LEASE_MS, timeoutMs: 500 });
      const early = await one.gate.enter('key');
      server.freeze();
      const came = await one.gate.enter('key');
      expect(came).toBeDefined();
      expect(await one.gate.enter('key')).toBeUndefined();
      early!();
      server.thaw();
      await one.isBack();
      await eventually(
        'Redis to know',
        async () => (await redis.zcard(SET)) === 1,
      );
      await two.isBack();
      const last = await two.gate.enter('key');
      expect(last).toBeDefined();
      expect(await two.gate.enter('key')).toBeUndefined();
      came!();
      last!();
      await eventually(
        'an empty house',
        async () => !(await redis.exists(SET)),
      );
    });

    it('counts those inside on again after Redis lost all, whether it was emptied or ended', async () => {
      const one = await open(2, { leaseMs: LONG_LEASE_MS });
      const two = await open(2, { leaseMs: LONG_LEASE_MS });
      const leaves = [await one.gate.enter('key')];
      const emptying = client();
      await emptying.flushall();
      // Only this instance knows of the first, and tells of it now.
      leaves.push(await one.gate.enter('key'));
      await eventually(
        'both to be counted',
        async () => (await emptying.zcard(SET)) === 2,
      );
      expect(await two.gate.enter('key')).toBeUndefined();
      emptying.disconnect();

      await server.kill();
      await eventually(
        'the end to be seen',
        async () => (await one.gate.enter('key')) === undefined,
      );
      server = await startRedis(server.port);
      closing.push(server.kill);
      const after = client();
      await eventually(
        'both to be counted by the next one',
        async () => (await after.zcard(SET)) === 2,
      );
      await two.isBack();
      expect(await two.gate.enter('key')).toBeUndefined();
      for (const leave of leaves) leave!();
      await eventually(
        'an empty house',
        async () => !(await after.exists(SET)),
      );
    });
  },
);
