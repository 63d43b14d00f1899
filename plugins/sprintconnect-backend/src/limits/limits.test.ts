import request from 'supertest';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { eventually, testContext } from '../__testUtils__';
import {
  connected,
  type Headers,
  openLimits,
  statuses,
} from './__testUtils__/openLimits';
import { startRedis } from './__testUtils__/startRedis';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const ok = (count: number) => new Array<number>(count).fill(200);

describe('limits', () => {
  it('answer 429 with when to come back, and do not serve', async () => {
    const { app, served } = openLimits({ user: { perMinute: 2 } });
    const first = await request(app).post('/');
    expect(first.headers).toMatchObject({
      'ratelimit-limit': '2',
      'ratelimit-remaining': '1',
    });
    await request(app).post('/').expect(200);
    const refused = await request(app).post('/');
    expect(refused.status).toBe(429);
    expect(refused.headers['content-type']).toContain(
      'application/problem+json',
    );
    expect(refused.body.detail).toMatch(
      /^Limit reached: 2 requests per minute\. Try again in \d+ s\.$/,
    );
    expect(refused.body.type).toBe(problemTypeOf('rate-limited'));
    const seconds = Number(refused.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.headers).toMatchObject({
      'ratelimit-limit': '2',
      'ratelimit-remaining': '0',
      'ratelimit-reset': refused.headers['retry-after'],
    });
    expect(served).toEqual(['POST', 'POST']);
  });

  it('count what a user reads as a tenth, and each user apart', async () => {
    const { app } = openLimits({ user: { perMinute: 2 } });
    expect(await statuses(app, 21, { 'x-method': 'get' })).toEqual([
      ...ok(20),
      429,
    ]);
    expect(await statuses(app, 1, { 'x-ref': 'user:default/bob' })).toEqual([
      200,
    ]);
  });

  it('count API keys and agents whole, and services of the portal by their organisation alone', async () => {
    const { app } = openLimits({
      user: { perMinute: 1 },
      apiKey: { perMinute: 2, concurrent: 0 },
      organisation: { perMinute: 4, perDay: 0 },
    });
    const key = { 'x-type': 'api-key', 'x-ref': 'api-key:1', 'x-org': 'a' };
    expect(await statuses(app, 3, { ...key, 'x-method': 'get' })).toEqual([
      ...ok(2),
      429,
    ]);
    const service = { 'x-type': 'service', 'x-ref': 's', 'x-org': 'b' };
    expect(await statuses(app, 5, service)).toEqual([...ok(4), 429]);
  });

  it('hold for what comes by no request of the caller, by the same counts', async () => {
    const ofUser = openLimits({ user: { perMinute: 1 } });
    const ctx = testContext();
    await ofUser.limits.admit(ctx, { isRead: false });
    await expect(
      ofUser.limits.admit(ctx, { isRead: true }),
    ).rejects.toMatchObject({
      kind: 'rate-limited',
      detail: expect.stringMatching(/^Limit reached: 1 requests per minute\./),
    });
    expect(await statuses(ofUser.app, 1)).toEqual([429]);
    const caller = { type: 'user', ref: 'user:default/bob' } as const;
    await ofUser.limits.admit({ ...ctx, caller }, { isRead: false });

    const ofOrganisation = openLimits({
      organisation: { perMinute: 1, perDay: 0 },
    });
    await ofOrganisation.limits.admit(ctx, { isRead: true });
    await expect(
      ofOrganisation.limits.admit({ ...ctx, caller }, { isRead: true }),
    ).rejects.toMatchObject({ kind: 'rate-limited' });

    const ofAll = openLimits({ global: { perSecond: 1, burst: 1 } });
    await ofAll.limits.admit(ctx, { isRead: true });
    await expect(
      ofAll.limits.admit({ ...ctx, orgId: 'b', caller }, { isRead: true }),
    ).rejects.toMatchObject({ kind: 'rate-limited' });
  });

  it('let a plugin ask for the roles of many users, and nobody else', async () => {
    const { app } = openLimits({
      address: { perMinute: 2 },
      global: { perSecond: 1, burst: 1 },
      user: { perMinute: 1 },
      organisation: { perMinute: 1, perDay: 1 },
    });
    const ask = async (times: number, headers: Headers, path = '') => {
      const answers = Array.from({ length: times }, () =>
        request(app).get(`/v1/me/roles${path}`).set(headers),
      );
      return (await Promise.all(answers)).map(({ status }) => status).sort();
    };
    const plugin = { 'x-actor': 'plugin:permission' };
    expect(await ask(40, plugin)).toEqual(ok(40));
    expect(await ask(1, plugin)).toEqual([429]);
    // Each from an address of its own.
    const from = (address: string) => ({ 'x-forwarded-for': address });
    expect(await ask(2, from('192.0.2.1'))).toEqual([200, 429]);
    const elsewhere = { ...plugin, ...from('192.0.2.2') };
    expect(await ask(2, elsewhere, '/more')).toContain(429);
  });

  it('let nobody spend what belongs to all by asking in vain', async () => {
    const { app } = openLimits({
      user: { perMinute: 1 },
      organisation: { perMinute: 3, perDay: 0 },
    });
    expect(await statuses(app, 10)).toEqual([200, ...Array(9).fill(429)]);
    const bob = { 'x-ref': 'user:default/bob' };
    expect(await statuses(app, 1, bob)).toEqual([200]);
  });

  it('hold for a day, and for all together with a burst', async () => {
    const day = openLimits({ organisation: { perMinute: 0, perDay: 2 } });
    const words = await statuses(day.app, 3);
    expect(words).toEqual([200, 200, 429]);
    const { app } = openLimits({ global: { perSecond: 2, burst: 5 } });
    const all = await Promise.all(
      Array.from({ length: 12 }, () => request(app).get('/')),
    );
    const served = all.filter(({ status }) => status === 200).length;
    expect(served).toBeGreaterThanOrEqual(5);
    // A slow machine may see a second pass on the way, which is worth two more.
    expect(served).toBeLessThan(12);
  });

  it('count addresses before anybody is authenticated, IPv6 by its network', async () => {
    const { app } = openLimits({ address: { perMinute: 2 } });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    expect(await statuses(app, 3, from('192.0.2.1'))).toEqual([200, 200, 429]);
    expect(await statuses(app, 1, from('::ffff:192.0.2.1'))).toEqual([429]);
    expect(await statuses(app, 1, from('2001:db8:1:2::1'))).toEqual([200]);
    expect(await statuses(app, 2, from('2001:db8:1:2::ffff'))).toEqual([
      200, 429,
    ]);
    expect(await statuses(app, 1, from('2001:db8:1:3::1'))).toEqual([200]);
    expect(await statuses(app, 1, from('not an address'))).toEqual([200]);
  });

  it('let one credential have so many requests under way, and the next when one ends', async () => {
    const { app, waiting } = openLimits({
      apiKey: { perMinute: 0, concurrent: 2 },
    });
    const key = { 'x-type': 'api-key', 'x-ref': 'api-key:1' };
    const slow = () => request(app).get('/slow').set(key);
    const running = [slow(), slow()].map(each => each.then(res => res.status));
    await eventually('both to be under way', () => waiting.length === 2);
    const refused = await request(app).get('/').set(key);
    expect(refused.status).toBe(429);
    expect(refused.body.type).toBe(problemTypeOf('concurrency-limited'));
    expect(refused.headers['retry-after']).toBe('1');
    expect(await statuses(app, 1, { ...key, 'x-ref': 'api-key:2' })).toEqual([
      200,
    ]);
    waiting.shift()!();
    await Promise.race(running);
    await eventually(
      'room for another',
      async () => (await statuses(app, 1, key))[0] === 200,
    );
    waiting.shift()!();
    expect(await Promise.all(running)).toEqual([200, 200]);
  });

  it('are lifted by 0, and all together by the switch', async () => {
    expect(await statuses(openLimits({}).app, 30)).toEqual(ok(30));
    const { app } = openLimits({ enabled: false, user: { perMinute: 1 } });
    const { headers } = await request(app).post('/');
    expect(Object.keys(headers).join()).not.toContain('ratelimit');
    expect(await statuses(app, 3)).toEqual(ok(3));
  });
});

(process.env.SPRINTCONNECT_WITHOUT_REDIS ? describe.skip : describe)(
  'limits with Redis',
  () => {
    it('are those of all instances together, exactly', async () => {
      const redis = await startRedis();
      closing.push(redis.kill);
      const settings = { redisUrl: redis.url, user: { perMinute: 20 } };
      const [one, two] = [openLimits(settings), openLimits(settings)];
      await Promise.all([connected(one), connected(two)]);
      const all = await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          request(index % 2 ? one.app : two.app).post('/'),
        ),
      );
      expect(all.filter(({ status }) => status === 200)).toHaveLength(20);
      expect(one.served.length + two.served.length).toBe(20);
      expect([...one.warnings, ...two.warnings]).toEqual([]);
    });

    it('count those under way over all instances', async () => {
      const redis = await startRedis();
      closing.push(redis.kill);
      const settings = {
        redisUrl: redis.url,
        apiKey: { perMinute: 0, concurrent: 1 },
      };
      const [one, two] = [openLimits(settings), openLimits(settings)];
      const key = { 'x-type': 'api-key', 'x-ref': 'api-key:1' };
      await Promise.all([connected(one), connected(two)]);
      const running = request(one.app)
        .get('/slow')
        .set(key)
        .then(({ status }) => status);
      await eventually('one to be under way', () => one.waiting.length === 1);
      expect(await statuses(two.app, 1, key)).toEqual([429]);
      one.waiting[0]();
      expect(await running).toBe(200);
      await eventually(
        'room on the other instance',
        async () => (await statuses(two.app, 1, key))[0] === 200,
      );
    });

    it('go on in memory while Redis is away, and say so once', async () => {
      const redis = await startRedis();
      const { app, warnings } = openLimits({
        redisUrl: redis.url,
        user: { perMinute: 2 },
      });
      expect(await statuses(app, 1)).toEqual([200]);
      await redis.kill();
      const bob = { 'x-ref': 'user:default/bob' };
      expect(await statuses(app, 4, bob)).toEqual([200, 200, 429, 429]);
      await eventually('the log to say so', () => warnings.length > 0);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain("Redis isn't responding");
      expect(warnings.join()).not.toContain('127.0.0.1');
    });
  },
);
