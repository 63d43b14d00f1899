import request from 'supertest';
import { databaseIds, eventually } from '../__testUtils__';
import { failureOf, serve } from './__testUtils__/loopback';
import { openEgressWorld } from './__testUtils__/openEgressWorld';

const TARGET = { orgId: 'default', environment: 'production' };

/** Answers at once and says one more word whenever it is asked to, without an end. */
async function serveEndless() {
  const open = new Set<import('node:http').ServerResponse>();
  const server = await serve((_req, res) => {
    open.add(res);
    res.on('close', () => open.delete(res));
    res.write('begun');
  });
  return { ...server, open };
}

describe.each(databaseIds)('a change of egress rules on %s', id => {
  it('ends what is open and no longer allowed, and nothing else', async () => {
    const world = await openEgressWorld({ id });
    const [denied, kept] = [await serveEndless(), await serveEndless()];
    const heard: string[] = [];
    const way = world.egress.for(TARGET);
    const fetch = way.fetch({}, ({ code }) => heard.push(code));
    const read = async (url: string, by = fetch) => {
      const reader = (await by(url)).body!.getReader();
      await reader.read();
      return reader;
    };
    const [one, other, elsewhere] = [
      await read(denied.url),
      await read(kept.url),
      await read(
        denied.url,
        world.egress.for({ ...TARGET, environment: 'development' }).fetch(),
      ),
    ];
    await world.make({
      action: 'deny',
      range: '127.0.0.1',
      ports: [denied.port],
      environment: 'production',
    });
    const error = await failureOf(one.read());
    expect(error.code).toBe('destination-not-allowed');
    expect(error.message).toContain(
      'An egress rule of your organisation denies',
    );
    expect(heard).toEqual(['destination-not-allowed']);
    await eventually('the end of one', () => denied.open.size === 1);
    expect(kept.open.size).toBe(1);
    const again = await failureOf(fetch(denied.url));
    expect(again.code).toBe('destination-not-allowed');
    for (const res of [...kept.open, ...denied.open]) res.end('more');
    expect((await other.read()).done).toBe(false);
    expect((await elsewhere.read()).done).toBe(false);
  });

  it('ends the request that waits for its answer', async () => {
    const world = await openEgressWorld({ id });
    const { url, seen } = await serve(() => {});
    const waiting = failureOf(world.egress.for(TARGET).fetch()(url));
    await eventually('the request', () => seen.requests.length === 1);
    await world.make({ action: 'deny', range: '127.0.0.0/8' });
    expect((await waiting).code).toBe('destination-not-allowed');
  });

  it('reaches another instance within seconds, with nobody asking', async () => {
    const here = await openEgressWorld({ id });
    const there = await openEgressWorld({ database: here.database });
    const { url, open } = await serveEndless();
    const response = await there.egress.for(TARGET).fetch()(url);
    const reader = response.body!.getReader();
    await reader.read();
    await here.make({ action: 'deny', range: '127.0.0.1' });
    expect((await failureOf(reader.read())).code).toBe(
      'destination-not-allowed',
    );
    await eventually('the end', () => open.size === 0);
  });

  it('opens what was refused as soon as the rule is gone', async () => {
    const world = await openEgressWorld({ id });
    const { url } = await serve((_req, res) => res.end('hello'));
    const fetch = world.egress.for(TARGET).fetch();
    const { id: rule } = await world.make({
      action: 'deny',
      range: '127.0.0.1',
    });
    await failureOf(fetch(url));
    await request(world.app)
      .delete(`/v1/egress/rules/${rule}`)
      .set('If-Match', '"1"')
      .expect(204);
    expect(await (await fetch(url)).text()).toBe('hello');
  });

  it('says nothing of another organisation, nor of what the configuration names', async () => {
    const world = await openEgressWorld({ id });
    const { url } = await serve((_req, res) => res.end('hello'));
    await world.make({ action: 'deny' });
    const other = world.egress.for({ ...TARGET, orgId: 'other' });
    expect((await other.fetch()(url)).status).toBe(200);
    expect((await world.egress.fetch()(url)).status).toBe(200);
    await failureOf(world.egress.for(TARGET).fetch()(url));
  });
});

it('opens nothing while the rules cannot be read', async () => {
  const world = await openEgressWorld();
  const { url, seen } = await serve((_req, res) => res.end('hello'));
  await world.database.reader.schema.dropTable('egress_rules');
  const heard: string[] = [];
  const way = world.egress.for(TARGET);
  const error = await failureOf(
    way.fetch({}, ({ code }) => heard.push(code))(url),
  );
  expect(error.code).toBe('rules-unavailable');
  expect(heard).toEqual(['rules-unavailable']);
  await failureOf(way.refusalOf(url));
  expect(seen.connections).toBe(0);
});
