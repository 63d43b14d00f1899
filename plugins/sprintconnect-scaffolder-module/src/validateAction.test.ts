import { startForecastServer, type ForecastServer } from 'upstream';
import { freePort } from 'testing';
import { PortalUser } from './__testUtils__/PortalUser';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

const template = (input: object) => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'validate' },
  spec: {
    owner: 'group:default/platform',
    type: 'mcp-server',
    steps: [{ id: 'a', action: 'sprintconnect:server:validate', input }],
    output: {
      servers: '${{ steps.a.output.servers }}',
      notes: '${{ steps.a.output.notes }}',
    },
  },
});

describe('sprintconnect:server:validate', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let forecast: ForecastServer;
  let ada: PortalUser;

  beforeAll(async () => {
    forecast = await startForecastServer();
    portal = await startPortal({
      port: await freePort(),
      upstreamPorts: [forecast.port],
    });
    ada = new PortalUser(portal.base);
    await ada.foundEntity('group', 'platform');
  });
  afterAll(async () => {
    await portal.backend.stop();
    await forecast.close();
  });

  const info = (change: (text: string) => string = text => text) =>
    change(`apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: weather
  annotations:
    sprintconnect.io/environment: production
spec:
  type: mcp-server
  lifecycle: production
  owner: platform
  remotes:
    - type: streamable-http
      url: https://weather.example/mcp
  definition: '{}'
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: weather }
spec: { type: service, lifecycle: production, owner: platform }
`);
  const check = (input: object) => ada.dryRun(template(input), {});

  it('passes what can be used, beside other entities', async () => {
    const { answer } = await check({ catalogInfo: info() });
    expect(answer.output).toEqual({ servers: ['weather'], notes: [] });
  });

  it('passes what is partly used, and says what would be left out', async () => {
    const { answer } = await check({
      catalogInfo: info(text =>
        text.replace(
          'production\nspec',
          'production\n    sprintconnect.io/probe-interval: soon\nspec',
        ),
      ),
    });
    expect(answer.output.notes).toEqual([
      '- metadata.annotations["sprintconnect.io/probe-interval"] isn\'t an ISO 8601 duration such as PT15M; left out',
    ]);
  });

  it.each<[string, (text: string) => string, string]>([
    ['is no YAML', () => 'a: [', "- the file isn't YAML: "],
    [
      'has no MCP server',
      () => 'kind: API',
      '- the file has no API entity of type mcp-server',
    ],
    [
      'has an environment of elsewhere',
      text => text.replace('environment: production', 'environment: moon'),
      '- metadata.annotations["sprintconnect.io/environment"] isn\'t configured; choose one of development, staging, production',
    ],
    [
      'has an owner of elsewhere',
      text =>
        text.replace('owner: platform\n  remotes', 'owner: nobody\n  remotes'),
      '- spec.owner is not in the catalog: there is no group:default/nobody; choose a group or user that exists',
    ],
    [
      'has no remote',
      text => text.replace(/ {2}remotes:\n.*\n.*\n/, ''),
      '- spec.remotes is missing',
    ],
    [
      'has a stdio entry of elsewhere',
      text =>
        text
          .replace('streamable-http', 'stdio')
          .replace('https://weather.example/mcp', 'memory'),
      "- spec.remotes[0].url isn't an entry of sprintconnect.upstream.stdio",
    ],
    [
      'carries a secret',
      text => text.replace('/mcp', '/mcp?api_key=hush-4711'),
      "- spec.remotes[0].url can't contain a secret in its query",
    ],
    [
      'is not what the catalog takes',
      text =>
        text.replace(
          'lifecycle: production\n  owner: platform\n  remotes',
          'owner: platform\n  remotes',
        ),
      'lifecycle',
    ],
  ])('refuses a file that %s', async (_what, change, words) => {
    const { answer } = await check({ catalogInfo: info(change) });
    expect(answer.error.message).toContain(
      "The server can't be used as it is:",
    );
    expect(answer.error.message).toContain(words);
    expect(answer.error.message).not.toContain('4711');
  });

  it.each([
    [{}, 'must have exactly one of server, catalogInfo and path'],
    [{ catalogInfo: 'a', path: 'b' }, 'must have exactly one of'],
    [{ path: 'absent.yaml' }, "absent.yaml of the workspace can't be read"],
    [
      { path: '../../etc/passwd' },
      'not allowed to refer to a directory outside',
    ],
    [{ server: { name: 'a' } }, '- environment is required'],
  ])('refuses the input %j', async (input, words) => {
    const { answer } = await check(input);
    expect(answer.error.message).toContain(words);
  });
});
