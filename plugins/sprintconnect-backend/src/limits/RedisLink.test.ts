import { Redis } from 'ioredis';
import { eventually } from '../__testUtils__';
import { startRedis } from './__testUtils__/startRedis';
import { startSlowProxy } from './__testUtils__/startSlowProxy';
import { RedisLink } from './RedisLink';

const ADD = { script: `return redis.call('incr', KEYS[1])`, keys: ['n'] };

(process.env.SPRINTCONNECT_WITHOUT_REDIS ? describe.skip : describe)(
  'the link to Redis',
  () => {
    const closing: (() => unknown)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
    });

    const open = (port: number, timeoutMs: number) => {
      const told: string[] = [];
      let backs = 0;
      const link = new RedisLink({
        url: `redis://127.0.0.1:${port}`,
        timeoutMs,
        logger: {
          warn: message => told.push(message),
          info: message => told.push(message),
        },
      });
      closing.push(() => link.close());
      link.onBack(() => {
        backs += 1;
      });
      const isBack = (times: number) =>
        eventually('Redis to be back', () => backs >= times);
      const add = () => link.run({ ...ADD, args: [] });
      return { add, isBack, link, told };
    };
    const start = async () => {
      const server = await startRedis();
      closing.push(server.kill);
      const client = new Redis(server.url);
      closing.push(() => client.disconnect());
      return { server, client };
    };

    it('does nothing of what Redis was told before it stood still, also when the connection was closed since', async () => {
      const { server, client } = await start();
      const one = open(server.port, 500);
      const two = open(server.port, 500);
      await Promise.all([one.isBack(1), two.isBack(1)]);
      await one.add();
      server.freeze();
      const frozenAt = performance.now();
      const answers = await Promise.allSettled([
        ...Array.from({ length: 20 }, one.add),
        ...Array.from({ length: 20 }, two.add),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(
        Array(40).fill('rejected'),
      );
      two.link.close();
      // By then the first one has given its connection up, too.
      await eventually('6 s', () => performance.now() > frozenAt + 6_000);
      server.thaw();
      await one.isBack(2);
      // What `two` sent was read before this answer, because Redis reads of all connections in each round.
      expect(await client.get('n')).toBe('1');
      expect(await one.add()).toEqual([2]);
      expect(one.told).toEqual([
        expect.stringContaining("isn't responding"),
        expect.stringContaining('Redis is back'),
      ]);
    });

    it('lets nobody wait once one waited in vain', async () => {
      const { server } = await start();
      const { add, isBack } = open(server.port, 2_000);
      await isBack(1);
      server.freeze();
      const first = add();
      await new Promise(resolve => setTimeout(resolve, 1_000));
      // This one has waited for half as long when the first gives up.
      const second = add().catch((error: Error) => error.message);
      await expect(first).rejects.toThrow('No answer within 2000 ms');
      const next = new Promise(resolve => setImmediate(resolve, 'waiting'));
      expect(await Promise.race([second, next])).toBe(
        'No answer within 2000 ms',
      );
      for (let index = 0; index < 1_000; index++) {
        await expect(add()).rejects.toThrow('Redis is away');
      }
      server.thaw();
    });

    it('passes over who is slow until it is slow no more', async () => {
      const { server, client } = await start();
      const proxy = await startSlowProxy(server.port);
      closing.push(proxy.close);
      const { add, isBack, told } = open(proxy.port, 250);
      await isBack(1);
      proxy.delayBy(300);
      await expect(add()).rejects.toThrow('No answer within 250 ms');
      // It answers questions, but too late: who comes while it is slow finds it away.
      const until = performance.now() + 1_000;
      while (performance.now() < until) {
        await expect(add()).rejects.toThrow('Redis is away');
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      expect(await client.get('n')).toBe('1');
      proxy.delayBy(0);
      await isBack(2);
      expect(await add()).toEqual([2]);
      expect(told).toHaveLength(2);
    });

    it('sends nothing a second time when a connection breaks', async () => {
      const { server, client } = await start();
      const proxy = await startSlowProxy(server.port);
      closing.push(proxy.close);
      const { add, isBack } = open(proxy.port, 5_000);
      await isBack(1);
      proxy.delayBy(4_000);
      const asked = Promise.allSettled([add(), add(), add()]);
      await eventually(
        'Redis to have done it',
        async () => (await client.get('n')) === '3',
      );
      proxy.cut();
      proxy.delayBy(0);
      expect((await asked).map(({ status }) => status)).toEqual(
        Array(3).fill('rejected'),
      );
      await isBack(2);
      expect(await add()).toEqual([4]);
    });

    it('says so once when Redis stands still from the start, and when it goes on', async () => {
      const { server } = await start();
      server.freeze();
      const { add, isBack, told } = open(server.port, 500);
      await expect(add()).rejects.toThrow('Redis is away');
      await eventually('the log to say so', () => told.length > 0);
      server.thaw();
      await isBack(1);
      expect(await add()).toEqual([1]);
      expect(told).toEqual([
        expect.stringContaining("isn't responding"),
        expect.stringContaining('Redis is back'),
      ]);
    });

    it('passes over who answers but cannot write', async () => {
      const { server, client } = await start();
      const { add, isBack, told } = open(server.port, 5_000);
      await isBack(1);
      await client.config('SET', 'maxmemory', '1');
      await expect(add()).rejects.toThrow('OOM');
      await expect(add()).rejects.toThrow('Redis is away');
      await client.config('SET', 'maxmemory', '0');
      await isBack(2);
      expect(await add()).toEqual([1]);
      expect(told).toHaveLength(2);
    });
  },
);
