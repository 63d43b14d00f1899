import type { Entity } from '@backstage/catalog-model';
import { eventually } from './__testUtils__/eventually';
import { Portal, YamlHost } from './__testUtils__/Portal';
import { FixtureRegistry } from './__testUtils__/FixtureRegistry';

const remotes = [{ type: 'streamable-http', url: 'https://a.example/mcp' }];

function entity(name: string, title?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: { name, ...(title ? { title } : {}) },
    spec: { type: 'mcp-server', lifecycle: 'production', owner: 'a', remotes },
  };
}

describe('the catalog and the registry', () => {
  const yamlHost = new YamlHost();
  let registry: FixtureRegistry;
  let portal: Portal;
  const start = () => Portal.start({ registry: registry.feature(), yamlHost });
  const addLocation = (path: string) =>
    portal.catalog.addLocation({
      type: 'url',
      target: `http://${yamlHost.host}${path}`,
    });

  beforeAll(() => yamlHost.start());
  afterAll(() => yamlHost.stop());
  beforeEach(async () => {
    registry = new FixtureRegistry();
    yamlHost.files.clear();
    portal = await start();
  });
  afterEach(() => portal.stop());

  it('shows a server registered by REST soon, its changes, and its end', async () => {
    const server = await registry.register({
      name: 'weather',
      environment: 'production',
      remotes,
    });
    const took = await eventually(async () => {
      expect(await portal.serverEntities()).toEqual(['weather-production']);
    });
    // By its event: the schedule begins after a minute.
    expect(took).toBeLessThan(30_000);

    await registry.change(server.id, {
      title: 'Weather',
      owner: 'group:default/b',
    });
    await eventually(async () => {
      const shown = await portal.catalog.getEntityByRef(
        'api:default/weather-production',
      );
      expect(shown).toMatchObject({
        metadata: { title: 'Weather' },
        relations: [{ type: 'ownedBy', targetRef: 'group:default/b' }],
      });
    });

    await registry.change(server.id, { status: 'retired' });
    await eventually(async () => {
      expect(await portal.serverEntities()).toEqual([]);
    });
    expect(registry.writes).toEqual([]);
  });

  it('takes an entity in, follows its changes, tells each once, and retires its server', async () => {
    yamlHost.files.set('/a.yaml', [entity('a'), entity('b')]);
    const { location } = await addLocation('/a.yaml');
    await eventually(() => {
      expect(registry.byRef('api:default/a')).toMatchObject({
        name: 'a',
        status: 'active',
        environment: 'development',
        owner: 'group:default/a',
      });
      expect(registry.byRef('api:default/b')).toBeDefined();
    });

    yamlHost.files.set('/a.yaml', [entity('a', 'Changed'), entity('b')]);
    await portal.catalog.refreshEntity('api:default/a');
    await eventually(() => {
      expect(registry.byRef('api:default/a')?.title).toBe('Changed');
    });
    // A server of another origin passes through the whole pipeline after the looks that must stay silent.
    await registry.register({ name: 'z', environment: 'staging', remotes });
    await eventually(async () => {
      expect(await portal.serverEntities()).toEqual(['a', 'b', 'z-staging']);
    });
    await looks(3);
    expect([...registry.writes].sort()).toEqual([
      'PUT default/a',
      'PUT default/a',
      'PUT default/b',
    ]);

    await portal.catalog.removeLocationById(location.id);
    await eventually(() => {
      expect(registry.byRef('api:default/a')?.status).toBe('retired');
      expect(registry.byRef('api:default/b')?.status).toBe('retired');
    });
    await looks(2);
    expect(
      registry.writes.filter(each => each.startsWith('DELETE')).sort(),
    ).toEqual(['DELETE default/a', 'DELETE default/b']);
    expect(await portal.serverEntities()).toEqual(['z-staging']);

    await addLocation('/a.yaml');
    await eventually(() => {
      expect(registry.byRef('api:default/a')?.status).toBe('active');
    });
  });

  it('goes on after a restart where it stood, in a catalog that starts empty', async () => {
    yamlHost.files.set('/a.yaml', [entity('a')]);
    await addLocation('/a.yaml');
    await registry.register({ name: 'z', environment: 'staging', remotes });
    await eventually(async () => {
      expect(registry.byRef('api:default/a')).toBeDefined();
      expect(await portal.serverEntities()).toEqual(['a', 'z-staging']);
    });
    registry.writes.length = 0;
    await portal.stop();

    let refusals = 0;
    registry.failing = () => {
      refusals += 1;
      return refusals < 6;
    };
    portal = await start();
    await addLocation('/a.yaml');
    await eventually(async () => {
      expect(await portal.serverEntities()).toEqual(['a', 'z-staging']);
    });
    await looks(3);
    expect(registry.writes).toEqual([]);
  });

  it('keeps every entity while the registry does not answer, and catches up by itself', async () => {
    const gone = await registry.register({
      name: 'x',
      environment: 'staging',
      remotes,
    });
    await registry.register({ name: 'y', environment: 'staging', remotes });
    await eventually(async () => {
      expect(await portal.serverEntities()).toEqual(['x-staging', 'y-staging']);
    });

    let refused = 0;
    registry.failing = () => {
      refused += 1;
      return true;
    };
    await registry.change(gone.id, { status: 'retired' });
    await registry.register({ name: 'z', environment: 'staging', remotes });
    await eventually(() => expect(refused).toBeGreaterThan(6));
    expect(await portal.serverEntities()).toEqual(['x-staging', 'y-staging']);

    registry.failing = undefined;
    await eventually(async () => {
      expect(await portal.serverEntities()).toEqual(['y-staging', 'z-staging']);
    });
  });

  it('is not confused by events that come again, late, or say nothing', async () => {
    const body = { name: 'x', environment: 'staging', remotes };
    const first = await registry.register(body);
    await registry.change(first.id, { status: 'retired' });
    const second = await registry.register({ ...body, title: 'Second' });
    await registry.publish('server.retired', first.id);
    await registry.publish('server.registered', first.id);
    await registry.publish('server.discovery.completed', second.id);
    await registry.publish(
      'server.updated',
      '01890a5d-ac96-774b-bcce-000000000000',
    );
    await registry.register({ ...body, name: 'last' });
    await eventually(async () => {
      const shown = await portal.catalog.getEntityByRef(
        'api:default/x-staging',
      );
      expect(shown?.metadata.title).toBe('Second');
      expect(await portal.serverEntities()).toEqual([
        'last-staging',
        'x-staging',
      ]);
    });
  });

  /** Waits until the intake has asked the registry for its list this many times more. */
  async function looks(count: number): Promise<void> {
    let seen = 0;
    const before = registry.failing;
    registry.failing = req => {
      if (req.path === '/v1/servers' && req.query.origin === 'catalog')
        seen += 1;
      return false;
    };
    await eventually(() => expect(seen).toBeGreaterThanOrEqual(count));
    registry.failing = before;
  }
});
