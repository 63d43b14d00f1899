import { eventually } from '../__testUtils__';
import { startRedis } from './__testUtils__/startRedis';
import { type RedisCall, RedisLink } from './RedisLink';
import { SharedCounter } from './SharedCounter';

(process.env.SPRINTCONNECT_WITHOUT_REDIS ? describe.skip : describe)(
  'a counter in Redis',
  () => {
    const closing: (() => unknown)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
    });

    it('is told once what arrives twice, or after what was told later', async () => {
      const server = await startRedis();
      closing.push(server.kill);
      const link = new RedisLink({
        url: server.url,
        timeoutMs: 5_000,
        logger: { warn: () => {}, info: () => {} },
      });
      closing.push(() => link.close());
      let isThere = false;
      link.onBack(() => {
        isThere = true;
      });
      await eventually('Redis to be asked', () => isThere);
      const calls: RedisCall[] = [];
      const window = { name: 'test', points: 10, seconds: 60 };
      const one = new SharedCounter(window, {
        run: call => {
          calls.push(call);
          return link.run(call);
        },
      });
      const two = new SharedCounter(window, link);
      for (let count = 1; count <= 3; count++) {
        expect((await one.consume('key', 1)).consumedPoints).toBe(count);
      }
      expect((await two.consume('key', 2)).consumedPoints).toBe(5);
      for (const call of [calls[2], calls[0], calls[1]]) {
        expect((await link.run(call))[0]).toBe(5);
      }
      expect((await two.consume('key', 1)).consumedPoints).toBe(6);
    });
  },
);
