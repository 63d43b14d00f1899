import request from 'supertest';
import { databaseIds, eventually } from '../../__testUtils__';
import { failureOf, hello, serve } from '../__testUtils__/loopback';
import { openEgressWorld } from '../__testUtils__/openEgressWorld';

const TARGET = { orgId: 'default', environment: 'production' };
const HOUR_MS = 3_600_000;

describe.each(databaseIds)('attempts on %s', id => {
  it('are counted by what came of them, and told to their organisation', async () => {
    const world = await openEgressWorld({ id });
    const { url, port } = await serve(hello);
    const fetch = world.egress.for(TARGET).fetch();
    await fetch(url);
    await fetch(url);
    await failureOf(fetch('http://10.0.0.1/secret?token=1'));
    await failureOf(fetch('http://127.0.0.1:65535/'));
    const gaveUp = new AbortController();
    const given = fetch(url, { signal: gaveUp.signal });
    gaveUp.abort();
    await expect(given).rejects.toThrow();
    await world.stop();
    const get = (org: string, query = '') =>
      request(world.app)
        .get(`/v1/egress/attempts${query}`)
        .set('x-test-org', org)
        .expect(200);
    const { body } = await get('default');
    const at = {
      environment: 'production',
      lastHour: '2026-11-22T12:00:00.000Z',
    };
    expect(body.items).toEqual([
      { ...at, host: '10.0.0.1:80', outcome: 'address-not-allowed', count: 1 },
      { ...at, host: '127.0.0.1:65535', outcome: 'failed', count: 1 },
      { ...at, host: `127.0.0.1:${port}`, outcome: 'reached', count: 2 },
    ]);
    expect((await get('other')).body.items).toEqual([]);
    world.clock.advance(2 * HOUR_MS);
    expect((await get('default', '?hours=2')).body.items).toEqual([]);
    expect((await get('default', '?hours=3')).body.items).toHaveLength(3);
    await request(world.app).get('/v1/egress/attempts?hours=0').expect(400);
    world.clock.advance(9 * 24 * HOUR_MS);
    expect(await world.prunes![0](2)).toBe(2);
    expect(await world.prunes![0](2)).toBe(1);
  });

  it('add to what another instance counted', async () => {
    const here = await openEgressWorld({ id });
    const there = await openEgressWorld({ database: here.database });
    const { url } = await serve(hello);
    for (const each of [here, there]) {
      await each.egress.for(TARGET).fetch()(url);
      await each.stop();
    }
    const { body } = await request(here.app).get('/v1/egress/attempts');
    expect(body.items).toMatchObject([{ outcome: 'reached', count: 2 }]);
  });

  it('that reach a destination for the first time in production are told of', async () => {
    const settings = { alerts: { recipients: ['group:default/security'] } };
    const first = await openEgressWorld({ id, settings });
    const [known, fresh] = [await serve(hello), await serve(hello)];
    const reach = async (
      world: typeof first,
      url: string,
      environment = 'production',
    ) => {
      await world.egress.for({ ...TARGET, environment }).fetch()(url);
      await world.stop();
    };
    // There was nothing to compare with.
    await reach(first, known.url);
    expect(first.notified).toEqual([]);
    const next = async () => {
      const world = await openEgressWorld({
        database: first.database,
        settings,
      });
      world.clock.advance(HOUR_MS);
      return world;
    };
    const again = await next();
    await reach(again, known.url);
    expect(again.notified).toEqual([]);
    const other = await next();
    await reach(other, fresh.url);
    expect(other.notified).toMatchObject([
      {
        recipients: ['group:default/security'],
        title: `A new destination was reached: 127.0.0.1:${fresh.port}`,
      },
    ]);
    // The second, because of the first there was nothing to compare with.
    for (const { url } of [known, fresh]) {
      const calm = await next();
      await reach(calm, url, 'development');
      expect(calm.notified).toEqual([]);
    }
  });
});

describe('refusals', () => {
  it('are audited with what was asked, resolved and refused, and with no more of the URL', async () => {
    const world = await openEgressWorld({
      resolve: async () => [
        { address: '93.184.215.14', family: 4 },
        { address: '10.0.0.7', family: 4 },
      ],
    });
    const fetch = world.egress.for(TARGET).fetch();
    await failureOf(fetch('https://inside.example/path?token=secret'));
    expect(world.refusals).toEqual([
      {
        by: expect.objectContaining({ orgId: 'default' }),
        action: 'egress-refuse',
        target: { type: 'destination', id: 'inside.example:443' },
        outcome: 'failure',
        reason: expect.stringContaining('resolves to a private address'),
        meta: {
          code: 'address-not-allowed',
          asked: 'https://inside.example',
          environment: 'production',
          addresses: ['93.184.215.14', '10.0.0.7'],
        },
      },
    ]);
    expect(JSON.stringify(world.refusals)).not.toContain('secret');
  });

  it('are counted and audited when a URL is judged before anybody connects', async () => {
    const world = await openEgressWorld({
      resolve: async () => [
        { address: '93.184.215.14', family: 4 },
        { address: '10.0.0.7', family: 4 },
      ],
    });
    const way = world.egress.for(TARGET);
    const url = 'https://inside.example/path?token=secret';
    expect(await way.refusalOf(url)).toContain('resolves to a private address');
    expect(await way.refusalOf('http://10.0.0.1:22/')).toContain('Port 22');
    // None of these is refused to an organisation: no URL, what is allowed, and what the configuration names.
    expect(await way.refusalOf('http://')).toBeDefined();
    expect(await way.refusalOf('http://127.0.0.1/')).toBeUndefined();
    expect(await world.egress.refusalOf('http://10.0.0.1/')).toBeDefined();
    expect(world.refusals).toMatchObject([
      {
        action: 'egress-refuse',
        target: { type: 'destination', id: 'inside.example:443' },
        meta: {
          code: 'address-not-allowed',
          asked: 'https://inside.example',
          environment: 'production',
          addresses: ['93.184.215.14', '10.0.0.7'],
        },
      },
      { target: { id: '10.0.0.1:22' }, meta: { code: 'port-not-allowed' } },
    ]);
    expect(JSON.stringify(world.refusals)).not.toContain('secret');
    await world.stop();
    const { body } = await request(world.app).get('/v1/egress/attempts');
    expect(body.items).toMatchObject([
      { host: '10.0.0.1:22', outcome: 'port-not-allowed', count: 1 },
      { host: 'inside.example:443', outcome: 'address-not-allowed', count: 1 },
    ]);
  });

  it('for rules that cannot be read are counted, and nobody is alarmed', async () => {
    const world = await openEgressWorld({
      settings: { alerts: { recipients: ['user:default/ada'], refusals: 2 } },
    });
    const { url, port } = await serve(hello);
    await world.database.reader.schema.dropTable('egress_rules');
    const way = world.egress.for(TARGET);
    for (let at = 0; at < 3; at++) await failureOf(way.fetch()(url));
    await world.stop();
    const { body } = await request(world.app).get('/v1/egress/attempts');
    const host = `127.0.0.1:${port}`;
    expect(body.items).toMatchObject([
      { host, outcome: 'rules-unavailable', count: 3 },
    ]);
    expect([...world.refusals, ...world.notified]).toEqual([]);
  });

  it('in a burst are told of once, until it is quiet again', async () => {
    const world = await openEgressWorld({
      settings: {
        alerts: { recipients: ['user:default/ada'], refusals: 3, minutes: 5 },
      },
    });
    const refuse = async (times: number) => {
      for (let at = 0; at < times; at++) {
        await failureOf(world.egress.for(TARGET).fetch()('http://10.0.0.1/'));
      }
    };
    await refuse(2);
    world.clock.advance(6 * 60_000);
    await refuse(2);
    expect(world.notified).toEqual([]);
    await refuse(5);
    expect(world.notified).toMatchObject([
      {
        recipients: ['user:default/ada'],
        severity: 'high',
        subject: 'egress-refusals:default',
        title: 'SprintConnect refused 3 connections in 5 min',
        link: '/sprintconnect/admin/egress',
      },
    ]);
    world.clock.advance(6 * 60_000);
    await refuse(3);
    await eventually('the next one', () => world.notified.length === 2);
  });

  it('are told to nobody where nobody is named', async () => {
    const world = await openEgressWorld({
      settings: { alerts: { refusals: 2 } },
    });
    for (let at = 0; at < 5; at++) {
      await failureOf(world.egress.for(TARGET).fetch()('http://10.0.0.1/'));
    }
    expect(world.notified).toEqual([]);
  });
});
