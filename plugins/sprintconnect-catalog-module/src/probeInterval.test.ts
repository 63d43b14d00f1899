import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import type {
  HealthHistory,
  Server,
  ServerHealth,
} from '@sprintconnect/plugin-sprintconnect-common';
import sprintconnectPlugin from '@sprintconnect/plugin-sprintconnect-backend';
import { eventually } from './__testUtils__/eventually';
import { Portal, YamlHost } from './__testUtils__/Portal';

const ANNOTATION = 'sprintconnect.io/probe-interval';

/** How often a server is probed, told by its entity: the real catalog, the real registry, the real schedule. */
describe('the probe interval of an entity', () => {
  const yamlHost = new YamlHost();
  let portal: Portal;

  /** Entities of these names; the second is the value of the annotation. */
  const write = (...entities: [name: string, interval?: string][]) =>
    yamlHost.files.set(
      '/servers.yaml',
      entities.map(([name, interval]): Entity => ({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'API',
        metadata: {
          name,
          ...(interval && { annotations: { [ANNOTATION]: interval } }),
        },
        spec: {
          type: 'mcp-server',
          lifecycle: 'production',
          owner: 'platform',
          remotes: [
            {
              type: 'streamable-http',
              url: `http://${yamlHost.host}/${name}/mcp`,
            },
          ],
        },
      })),
    );

  beforeAll(async () => {
    await yamlHost.start();
    portal = await Portal.start({
      registry: sprintconnectPlugin,
      yamlHost,
      config: {
        sprintconnect: {
          egress: { allow: [{ host: '127.0.0.1' }] },
          // Nobody answers there; without a rest the interval is all that counts.
          health: { intervalSeconds: 600, failureThreshold: 100 },
        },
      },
    });
  });
  afterAll(async () => {
    await portal.stop();
    await yamlHost.stop();
  });

  async function ask<T>(path: string): Promise<T> {
    const response = await portal.registry(path);
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as T;
  }

  async function server(name: string): Promise<Server> {
    const { items } = await ask<{ items: Server[] }>(`/v1/servers?q=${name}`);
    expect(items).toHaveLength(1);
    return items[0];
  }

  /** Seconds from the last probe of a server to the next. */
  async function pauseOf(name: string): Promise<number> {
    const { id } = await server(name);
    const health = await ask<ServerHealth>(`/v1/servers/${id}/health`);
    const { nextProbeAt, lastProbe } = health;
    expect(lastProbe).toBeDefined();
    return (Date.parse(nextProbeAt!) - Date.parse(lastProbe!.at)) / 1000;
  }

  const faultsOf = async (name: string) => {
    const entity: AlphaEntity | undefined = await portal.catalog.getEntityByRef(
      `api:default/${name}`,
    );
    expect(entity).toBeDefined();
    return entity?.status?.items ?? [];
  };

  it('reaches the schedule, changes it and leaves it, and is a clear error where it is wrong', async () => {
    write(['often', 'PT5S'], ['usual'], ['wrong', 'often']);
    await portal.catalog.addLocation({
      type: 'url',
      target: `http://${yamlHost.host}/servers.yaml`,
    });
    await eventually(async () => {
      expect((await server('often')).probeIntervalSeconds).toBe(5);
      expect(await pauseOf('often')).toBeLessThan(9);
      for (const name of ['usual', 'wrong']) {
        expect(await server(name)).not.toHaveProperty('probeIntervalSeconds');
        expect(await pauseOf(name)).toBeGreaterThan(200);
      }
    });
    expect(await faultsOf('usual')).toEqual([]);
    expect(await faultsOf('wrong')).toEqual([
      expect.objectContaining({
        type: 'backstage.io/catalog-processing',
        level: 'error',
        message: `SprintConnect couldn't use all of this entity: metadata.annotations["${ANNOTATION}"] isn't an ISO 8601 duration such as PT15M; left out`,
      }),
    ]);
    const { id } = await server('often');
    await eventually(async () => {
      const history = await ask<HealthHistory>(
        `/v1/servers/${id}/health/history?resolution=raw`,
      );
      expect(history.points.length).toBeGreaterThanOrEqual(3);
    });

    write(['often', 'PT1H'], ['usual'], ['wrong', 'PT5S']);
    await eventually(async () => {
      expect((await server('often')).probeIntervalSeconds).toBe(3600);
      expect(await pauseOf('often')).toBeGreaterThan(1_200);
      expect((await server('wrong')).probeIntervalSeconds).toBe(5);
      expect(await pauseOf('wrong')).toBeLessThan(9);
      expect(await faultsOf('wrong')).toEqual([]);
    });

    write(['often'], ['usual'], ['wrong']);
    await eventually(async () => {
      for (const name of ['often', 'wrong']) {
        expect(await server(name)).not.toHaveProperty('probeIntervalSeconds');
        const pause = await pauseOf(name);
        expect(pause).toBeGreaterThan(200);
        expect(pause).toBeLessThan(1_200);
      }
    });
  });
});
