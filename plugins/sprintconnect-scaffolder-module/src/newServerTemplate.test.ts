import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { startForecastServer, type ForecastServer } from 'upstream';
import { freePort } from 'testing';
import { createPublishAction } from './__testUtils__/createPublishAction';
import { FolderHost } from './__testUtils__/FolderHost';
import { hostActions } from './__testUtils__/hostActions';
import { PortalUser } from './__testUtils__/PortalUser';
import { startPortal } from './__testUtils__/startPortal';
import {
  NEW_SERVER,
  writeNewServerTemplate,
} from './__testUtils__/writeNewServerTemplate';

jest.setTimeout(180_000);

/** Stands for that of GitHub, and keeps what would be proposed. */
const pullRequests = (proposed: Record<string, string>) =>
  createTemplateAction({
    id: 'publish:github:pull-request',
    // As that of GitHub: what it does not name is refused.
    schema: {
      input: {
        repoUrl: z => z.string(),
        branchName: z => z.string(),
        title: z => z.string(),
        description: z => z.string(),
      },
    },
    async handler(ctx) {
      proposed[ctx.input.branchName] = await readFile(
        join(ctx.workspacePath, 'mcp/entry.yaml'),
        'utf8',
      );
      const output = ctx.output as (key: string, value: string) => void;
      output('remoteUrl', 'https://github.com/acme/tides/pull/1');
    },
  });

describe('making a new server from a template', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let forecast: ForecastServer;
  let folder: string;
  let host: FolderHost;
  let ada: PortalUser;
  /** What becomes of a file on its way to the host. */
  let change: (text: string) => string;
  const proposed: Record<string, string> = {};

  beforeAll(async () => {
    forecast = await startForecastServer();
    folder = await mkdtemp(join(tmpdir(), 'new-server-'));
    host = new FolderHost(join(folder, 'published'));
    await host.start();
    const sprintconnect = {
      scaffolder: {
        publish: { action: 'test:publish', await: true },
      },
    };
    const location = await writeNewServerTemplate(folder, sprintconnect);
    portal = await startPortal({
      port: await freePort(),
      upstreamPorts: [forecast.port],
      readable: [host.host],
      sprintconnect,
      config: {
        integrations: { github: [{ host: 'github.com', token: 'a' }] },
        catalog: { locations: [location] },
      },
      features: [
        hostActions(
          pullRequests(proposed),
          createPublishAction({
            folder: join(folder, 'published'),
            served: host.url,
            change: text => change(text),
          }),
        ),
      ],
    });
    ada = new PortalUser(portal.base);
    await ada.foundEntity('template', NEW_SERVER);
    await ada.foundEntity('group', 'platform');
  });
  beforeEach(() => {
    change = text => text;
  });
  afterAll(async () => {
    await portal.backend.stop();
    await host.stop();
    await forecast.close();
    await rm(folder, { recursive: true, force: true });
  });

  const answers = (more: JsonObject = {}): JsonObject => ({
    name: 'weather',
    environment: 'production',
    owner: 'group:default/platform',
    description: 'Says "rain": or\nshine',
    url: forecast.url,
    authentication: 'none',
    license: 'MIT',
    ...more,
  });
  const named = async (name: string) =>
    (await ada.servers()).filter(server => server.name === name);

  it('ends at a server that the catalog owns and that is discovered', async () => {
    const task = await ada.run(NEW_SERVER, answers());
    expect(task.log).toMatch(/Discovered: \d+ tools/);
    expect(task.status).toBe('completed');
    const [server, ...others] = await named('weather');
    expect(others).toEqual([]);
    expect(server).toMatchObject({
      origin: 'catalog',
      entityRef: 'api:default/weather',
      environment: 'production',
      owner: 'group:default/platform',
    });
    expect(task.output).toMatchObject({
      serverId: server.id,
      entityRef: 'api:default/weather',
      links: [
        { url: `/sprintconnect/servers/${server.id}` },
        { title: 'Repository', url: `${host.url}/weather` },
        { entityRef: 'api:default/weather' },
      ],
    });
    expect(await ada.locations()).toEqual([`${host.url}/weather.yaml`]);

    const again = await ada.run(NEW_SERVER, answers());
    expect(again.status).toBe('failed');
    expect(again.log).toContain('- name is already used in production');
    expect(await named('weather')).toHaveLength(1);
  });

  it('refuses a name that an entity of the catalog has, before anything is published', async () => {
    await ada.foundEntity('api', 'weather');
    const task = await ada.run(
      NEW_SERVER,
      answers({ environment: 'development' }),
    );
    expect(task.status).toBe('failed');
    expect(task.log).toContain(
      '- metadata.name is already used: the catalog has api:default/weather; choose another name',
    );
    expect(task.log).not.toContain('Published');
  });

  it('leaves no location of a file that the catalog cannot use, and names the repository', async () => {
    change = () => 'kind: [';
    const before = await ada.locations();
    const task = await ada.run(NEW_SERVER, answers({ name: 'broken' }));
    expect(task.status).toBe('failed');
    expect(task.log).toContain(
      `The catalog can't use ${host.url}/broken.yaml, so nothing was added to it.`,
    );
    expect(task.log).toContain(
      `What this task made stays: the repository ${host.url}/broken.`,
    );
    expect(await ada.locations()).toEqual(before);
    expect(await named('broken')).toEqual([]);

    // As the message says: mend the file, then retry.
    change = text => text;
    const retried = await ada.ask(`/scaffolder/v2/tasks/${task.id}/retry`, {});
    expect(retried.status).toBe(201);
    expect((await ada.ended(task.id)).status).toBe('completed');
    expect(await named('broken')).toHaveLength(1);
  });

  it('ends the wait where SprintConnect refuses the entity, with its reason', async () => {
    change = text =>
      text.replace(/environment: production/, 'environment: moon');
    const task = await ada.run(NEW_SERVER, answers({ name: 'lunar' }));
    expect(task.status).toBe('failed');
    expect(task.log).toContain('SprintConnect refused this entity');
    expect(task.log).toContain(
      'The entity api:default/lunar is in the catalog; correct its file, or unregister it there.',
    );
    expect(await named('lunar')).toEqual([]);
  });

  it('proposes the entry of a server to the repository that has it, from the skeleton of the package', async () => {
    await ada.foundEntity('template', 'add-mcp-server-to-catalog');
    const before = await ada.locations();
    const task = await ada.run(
      'add-mcp-server-to-catalog',
      answers({
        name: 'tides',
        path: 'mcp/entry.yaml',
        repoUrl: 'github.com?owner=acme&repo=tides',
      }),
    );
    expect(task.log).toContain('Checked tides: it can be used.');
    expect(task).toMatchObject({
      status: 'completed',
      output: {
        links: [
          { url: 'https://github.com/acme/tides/pull/1' },
          { url: '/catalog-import' },
        ],
      },
    });
    const text = proposed['add-mcp-server-tides'];
    expect(text).toContain('name: tides');
    expect(text).toContain(`url: "${forecast.url}"`);
    expect(await named('tides')).toEqual([]);
    expect(await ada.locations()).toEqual(before);
  });

  it('asks for an issuer where callers must present a token', async () => {
    const refused = await ada.dryRun(
      (await ada.entity('template', NEW_SERVER))!,
      answers({ name: 'guarded', authentication: 'bearer' }),
    );
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.answer)).toContain('issuer');
  });
});
