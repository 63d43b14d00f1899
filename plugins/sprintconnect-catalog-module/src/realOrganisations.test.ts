import type { Entity } from '@backstage/catalog-model';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import sprintconnectPlugin from '@sprintconnect/plugin-sprintconnect-backend';
import { eventually } from './__testUtils__/eventually';
import { Portal, YamlHost } from './__testUtils__/Portal';

const remotes = [{ type: 'streamable-http', url: 'https://a.example/mcp' }];
const headers = { 'content-type': 'application/json' };
const apiVersion = 'backstage.io/v1alpha1';

function group(name: string, type: string, parent?: string): Entity {
  return {
    apiVersion,
    kind: 'Group',
    metadata: { name },
    spec: { type, children: [], ...(parent && { parent }) },
  };
}
function server(name: string, owner: string): Entity {
  return {
    apiVersion,
    kind: 'API',
    metadata: { name },
    spec: { type: 'mcp-server', lifecycle: 'production', owner, remotes },
  };
}
const groups = [
  group('acme', 'organization'),
  group('globex', 'organization'),
  group('tides', 'team', 'acme'),
  group('lost', 'team'),
];

/** The real catalog, the real registry and this module, where groups of the catalog are organisations. */
describe('several organisations', () => {
  const yamlHost = new YamlHost();
  let portal: Portal;
  const everySecond = { frequency: { seconds: 1 }, timeout: { minutes: 1 } };
  const start = (services: Record<string, string>) =>
    Portal.start({
      registry: sprintconnectPlugin,
      yamlHost,
      config: {
        catalog: {
          processingInterval: { seconds: 1 },
          rules: [{ allow: ['API', 'Group', 'Location'] }],
          locations: [
            { type: 'url', target: `http://${yamlHost.host}/all.yaml` },
          ],
          providers: { sprintconnect: { intake: { schedule: everySecond } } },
        },
        sprintconnect: {
          tenancy: {
            mode: 'catalog',
            cacheSeconds: 0,
            services,
            trustedServices: ['plugin:catalog', 'test'],
          },
        },
      },
    });

  beforeAll(async () => {
    await yamlHost.start();
    yamlHost.files.set('/all.yaml', [
      ...groups,
      server('weather', 'tides'),
      server('stray', 'lost'),
    ]);
    portal = await start({});
  });
  afterAll(async () => {
    await portal.stop();
    await yamlHost.stop();
  });

  const servers = async (organisation: string): Promise<Server[]> => {
    const response = await portal.registry('/v1/servers?status=active', {
      headers: { 'sprintconnect-organization': organisation },
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(text);
    return (JSON.parse(text) as { items: Server[] }).items;
  };
  const names = async (organisation: string) =>
    (await servers(organisation)).map(({ name }) => name).sort();

  const isShown = (entityRef: string, organisation: string) =>
    eventually(async () => {
      expect(await portal.catalog.getEntityByRef(entityRef)).toMatchObject({
        metadata: {
          annotations: { 'sprintconnect.io/organization': organisation },
        },
      });
    });

  it('take a server in where its owner is, and move it when its owner does', async () => {
    await eventually(async () => {
      expect(await names('group:default/acme')).toEqual(['weather']);
    });
    expect(await names('group:default/globex')).toEqual([]);

    yamlHost.files.set('/all.yaml', [...groups, server('weather', 'globex')]);
    await eventually(async () => {
      expect(await names('group:default/globex')).toEqual(['weather']);
      expect(await names('group:default/acme')).toEqual([]);
    });
  });

  it('move a server when the group of its owner does, and never show it in both', async () => {
    const below = (parent: string) => [
      ...groups.filter(({ metadata }) => metadata.name !== 'tides'),
      group('tides', 'team', parent),
      server('weather', 'tides'),
    ];
    const twice: string[] = [];
    const move = async (from: string, to: string) => {
      yamlHost.files.set('/all.yaml', below(to));
      await eventually(async () => {
        // In this order, because what has come there does not go again.
        const there = await names(`group:default/${to}`);
        const here = await names(`group:default/${from}`);
        if (there.length + here.length > 1) twice.push(`${from} to ${to}`);
        expect([here, there]).toEqual([[], ['weather']]);
      });
    };
    await move('globex', 'acme');
    await move('acme', 'globex');
    expect(twice).toEqual([]);
  });

  it('are closed to their own keys while the catalog has no such organisation', async () => {
    const inGlobex = { 'sprintconnect-organization': 'group:default/globex' };
    const response = await portal.registry('/v1/api-keys', {
      method: 'POST',
      headers: { ...headers, ...inGlobex },
      body: JSON.stringify({ name: 'ci', scopes: ['mcp:servers:read'] }),
    });
    const { secret } = (await response.json()) as { secret: string };
    const asKey = () => portal.asHolderOf(secret, '/v1/servers?status=active');
    const ofTeam = [
      ...groups.filter(({ metadata }) => metadata.name !== 'globex'),
      server('weather', 'globex'),
    ];
    const before = (await (await asKey()).json()) as { items: Server[] };
    expect(before.items.map(({ name }) => name)).toEqual(['weather']);

    yamlHost.files.set('/all.yaml', [...ofTeam, group('globex', 'team')]);
    await eventually(async () => {
      expect((await asKey()).status).toBe(403);
    });
    await expect(servers('globex')).rejects.toThrow(
      /organisation in the header .* doesn't exist/,
    );

    yamlHost.files.set('/all.yaml', [
      ...ofTeam,
      group('globex', 'organization'),
    ]);
    await eventually(async () => {
      const after = (await (await asKey()).json()) as { items: Server[] };
      expect(after.items).toMatchObject([{ id: before.items[0].id }]);
    });
  });

  it('show servers of one name beside each other, each with its organisation', async () => {
    for (const organisation of ['group:default/acme', 'group:default/globex']) {
      const body = { name: 'tides', environment: 'production', remotes };
      const response = await portal.registry('/v1/servers', {
        method: 'POST',
        headers: { ...headers, 'sprintconnect-organization': organisation },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(201);
    }
    for (const id of ['acme', 'globex']) {
      const [{ entityRef }] = (await servers(`group:default/${id}`)).filter(
        ({ name }) => name === 'tides',
      );
      expect(entityRef).toBe(`api:default/${id}.tides-production`);
      await isShown(entityRef, id);
    }
  });
});
