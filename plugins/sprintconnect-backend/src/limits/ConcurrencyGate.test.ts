import { Redis } from 'ioredis';
import { eventually } from '../__testUtils__';
import { startRedis } from './__testUtils__/startRedis';
import { redisGate } from './ConcurrencyGate';

const LEASE_MS = 6_000;
const SET = 'sprintconnect:concurrent:key';

(process.env.SPRINTCONNECT_WITHOUT_REDIS ? describe.skip : describe)(
  'the gate over Redis',
  () => {
    let at = 1_000_000;
    let kill: () => Promise<void>;
    let url: string;
    const instances: Redis[] = [];
    const open = () => {
      const redis = new Redis(url);
      instances.push(redis);
      const now = () => at;
      return {
        redis,
        gate: redisGate(redis, { max: 1, now, leaseMs: LEASE_MS }),
      };
    };
    beforeEach(async () => {
      ({ kill, url } = await startRedis());
    });
    afterEach(async () => {
      for (const redis of instances.splice(0)) redis.disconnect();
      await kill();
    });

    it('counts who stays longer than a lease', async () => {
      const { redis, gate } = open();
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
      const killed = open();
      const { gate } = open();
      await killed.gate.enter('key');
      killed.redis.disconnect();
      expect(await gate.enter('key')).toBeUndefined();
      at += LEASE_MS + 1;
      const leave = await gate.enter('key');
      expect(leave).toBeDefined();
      leave!();
    });
  },
);
