import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import sprintconnectPlugin from '@sprintconnect/plugin-sprintconnect-backend';
import { eventually } from './__testUtils__/eventually';
import { Portal, YamlHost } from './__testUtils__/Portal';

const remotes = [{ type: 'streamable-http', url: 'https://a.example/mcp' }];

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'API',
  metadata: { name: 'from-catalog', title: 'From the catalog', tags: ['mcp'] },
  spec: {
    type: 'mcp-server',
    lifecycle: 'production',
    owner: 'platform',
    system: 'data',
    remotes,
  },
};

/** The fixture registry proves the module; this proves that the real registry is what the fixture says. */
describe('the catalog module and the real registry', () => {
  const yamlHost = new YamlHost();
  let portal: Portal;

  beforeAll(async () => {
    await yamlHost.start();
    yamlHost.files.set('/a.yaml', [entity]);
    portal = await Portal.start({ registry: sprintconnectPlugin, yamlHost });
  });
  afterAll(async () => {
    await portal.stop();
    await yamlHost.stop();
  });

  async function servers(query: string): Promise<Server[]> {
    const response = await portal.registry(`/v1/servers?${query}`);
    expect(response.status).toBe(200);
    const { items } = (await response.json()) as { items: Server[] };
    return items;
  }

  it('shows a server registered by REST soon, until it is retired', async () => {
    const body = { name: 'weather', environment: 'production', remotes };
    const registered = await portal.registry('/v1/servers', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(registered.status).toBe(201);
    const server = (await registered.json()) as Server;

    const took = await eventually(async () => {
      expect(
        await portal.catalog.getEntityByRef(server.entityRef),
      ).toMatchObject({
        metadata: {
          name: 'weather-production',
          annotations: { 'sprintconnect.io/server-id': server.id },
        },
      });
    });
    // By its event: the schedule begins after a minute.
    expect(took).toBeLessThan(30_000);

    const retired = await portal.registry(`/v1/servers/${server.id}`, {
      method: 'DELETE',
      headers: { 'if-match': `"${server.revision}"` },
    });
    expect(retired.status).toBe(204);
    await eventually(async () => {
      expect(await portal.serverEntities()).not.toContain('weather-production');
    });
  });

  it('shows nothing of a credential that a server was given', async () => {
    const credential = { type: 'bearer', secret: 'hush-4712' };
    const registered = await portal.registry('/v1/servers', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'sealed',
        environment: 'production',
        remotes,
        credential,
      }),
    });
    expect(registered.status).toBe(201);
    const server = (await registered.json()) as Server;
    await eventually(async () => {
      const shown = await portal.catalog.getEntityByRef(server.entityRef);
      expect(shown).toBeDefined();
    });
    const { items } = await portal.catalog.getEntities({});
    expect(JSON.stringify(items)).not.toContain('4712');
    const retired = await portal.registry(`/v1/servers/${server.id}`, {
      method: 'DELETE',
      headers: { 'if-match': `"${server.revision}"` },
    });
    expect(retired.status).toBe(204);
    await eventually(async () => {
      expect(await portal.serverEntities()).not.toContain('sealed-production');
    });
  });

  it('takes an entity in and retires its server when its location is removed', async () => {
    const { location } = await portal.catalog.addLocation({
      type: 'url',
      target: `http://${yamlHost.host}/a.yaml`,
    });
    let server: Server | undefined;
    await eventually(async () => {
      [server] = await servers('origin=catalog');
      expect(server).toMatchObject({
        name: 'from-catalog',
        title: 'From the catalog',
        environment: 'development',
        entityRef: 'api:default/from-catalog',
        owner: 'group:default/platform',
        system: 'system:default/data',
        status: 'active',
        tags: ['mcp'],
      });
    });
    const { id, revision } = server!;

    await portal.catalog.removeLocationById(location.id);
    await eventually(async () => {
      const response = await portal.registry(`/v1/servers/${id}`);
      expect(await response.json()).toMatchObject({ id, status: 'retired' });
    });
    expect(await portal.serverEntities()).toEqual([]);

    await portal.catalog.addLocation({
      type: 'url',
      target: `http://${yamlHost.host}/a.yaml`,
    });
    await eventually(async () => {
      const [again] = await servers('origin=catalog');
      expect(again).toMatchObject({ id, status: 'active' });
      expect(again.revision).toBeGreaterThan(revision);
    });
    expect(await portal.serverEntities()).toEqual(['from-catalog']);
  });

  it('takes no entity in whose address carries a secret, and shows it nowhere', async () => {
    const leaky = {
      ...entity,
      metadata: { name: 'leaky' },
      spec: {
        ...entity.spec,
        remotes: [{ type: 'sse', url: 'https://a.example/?token=hush-4711' }],
      },
    };
    const clean = { ...entity, metadata: { name: 'clean' } };
    yamlHost.files.set('/leaky.yaml', [leaky, clean]);
    await portal.catalog.addLocation({
      type: 'url',
      target: `http://${yamlHost.host}/leaky.yaml`,
    });
    await eventually(async () => {
      const [server] = await servers('q=clean');
      expect(server).toMatchObject({ entityRef: 'api:default/clean' });
    });
    expect(await portal.serverEntities()).not.toContain('leaky');
    expect(await servers('q=leaky&status=active,retired')).toEqual([]);
    const { items } = await portal.catalog.getEntities({});
    expect(JSON.stringify(items)).not.toContain('4711');
  });

  it('shows on an entity why the registry refused it, until it does not any more', async () => {
    const registered = await portal.registry('/v1/servers', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'harbour',
        environment: 'development',
        remotes,
      }),
    });
    const holder = (await registered.json()) as Server;
    const named = (name: string, environment?: string): Entity => ({
      ...entity,
      metadata: {
        name,
        ...(environment && {
          annotations: { 'sprintconnect.io/environment': environment },
        }),
      },
    });
    yamlHost.files.set('/refused.yaml', [
      named('harbour', 'development'),
      named('pier', 'prod'),
      named('my.pier'),
    ]);
    const location = { type: 'url', target: `http://${yamlHost.host}/` };
    await portal.catalog.addLocation({
      ...location,
      target: `${location.target}refused.yaml`,
    });
    const errorsOf = async (name: string) => {
      const found: AlphaEntity | undefined =
        await portal.catalog.getEntityByRef(`api:default/${name}`);
      return found?.status?.items?.map(({ error }) => error?.message);
    };
    await eventually(async () => {
      expect(await errorsOf('harbour')).toEqual([
        expect.stringMatching(
          `^SprintConnect refused this entity: The environment development already has a server named harbour.*${holder.id}`,
        ),
      ]);
      expect(await errorsOf('pier')).toEqual([
        expect.stringMatching(
          /^SprintConnect refused this entity: metadata.annotations\["sprintconnect.io\/environment"\] "prod" isn't configured; choose one of /,
        ),
      ]);
      expect(await servers('q=my-pier')).toHaveLength(1);
    });
    expect(await servers('q=pier')).toHaveLength(1);
    expect(await errorsOf('my.pier')).toBeUndefined();

    yamlHost.files.set('/equal.yaml', [named('my-pier')]);
    yamlHost.files.set('/refused.yaml', [
      named('harbour', 'development'),
      named('pier', 'development'),
      named('my.pier'),
    ]);
    await portal.catalog.addLocation({
      ...location,
      target: `${location.target}equal.yaml`,
    });
    await eventually(async () => {
      expect(await errorsOf('my-pier')).toEqual([
        expect.stringContaining('catalog entity api:default/my.pier'),
      ]);
      expect(await servers('q=pier')).toHaveLength(2);
      expect(await errorsOf('pier')).toBeUndefined();
    });
  });
});
