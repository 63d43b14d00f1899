import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { startForecastServer, type ForecastServer } from 'upstream';
import { stringify } from 'yaml';
import { eventually, freePort } from 'testing';
import { PortalUser } from './__testUtils__/PortalUser';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

/** The two actions alone, as a host's own template may use them. */
const bare = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'bare' },
  spec: {
    owner: 'group:default/platform',
    type: 'mcp-server',
    steps: [
      {
        id: 'register',
        action: 'sprintconnect:server:register',
        input: {
          name: '${{ parameters.name }}',
          environment: '${{ parameters.environment }}',
          owner: '${{ parameters.owner }}',
          title: '${{ parameters.title }}',
          ifExists: '${{ parameters.ifExists }}',
          remotes: [{ type: 'streamable-http', url: '${{ parameters.url }}' }],
        },
      },
      {
        id: 'await',
        action: 'sprintconnect:server:await',
        input: {
          serverId: '${{ steps.register.output.serverId }}',
          timeoutSeconds: '${{ parameters.timeoutSeconds }}',
        },
      },
    ],
    output: { serverId: '${{ steps.register.output.serverId }}' },
  },
};

describe('registering a server from a template', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let forecast: ForecastServer;
  let silent: HttpServer;
  let silentUrl: string;
  let folder: string;
  let ada: PortalUser;

  beforeAll(async () => {
    forecast = await startForecastServer();
    // Takes requests and never answers.
    silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise(resolve => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    silentUrl = `http://127.0.0.1:${port}/mcp`;
    folder = await mkdtemp(join(tmpdir(), 'bare-'));
    await writeFile(join(folder, 'template.yaml'), stringify(bare));
    portal = await startPortal({
      port: await freePort(),
      upstreamPorts: [forecast.port, port],
      sprintconnect: { upstream: { connectTimeoutMs: 5000 } },
      config: {
        catalog: {
          locations: [
            {
              type: 'file',
              target: join(folder, 'template.yaml'),
              rules: [{ allow: ['Template'] }],
            },
          ],
        },
      },
    });
    ada = new PortalUser(portal.base);
    await ada.foundEntity('template', 'register-mcp-server');
    await ada.foundEntity('template', 'bare');
    await ada.foundEntity('group', 'platform');
  });
  afterAll(async () => {
    await portal.backend.stop();
    await forecast.close();
    silent.closeAllConnections();
    silent.close();
    await rm(folder, { recursive: true, force: true });
  });

  const answers = (more: JsonObject = {}): JsonObject => ({
    name: 'weather',
    environment: 'production',
    owner: 'group:default/platform',
    url: forecast.url,
    transport: 'streamable-http',
    ...more,
  });
  const named = async (name: string) =>
    (await ada.servers()).filter(server => server.name === name);

  it('ends at a server that is discovered, and refuses a second run with the same answers', async () => {
    const task = await ada.run('register-mcp-server', answers());
    expect(task.log).toMatch(/Discovered: \d+ tools/);
    expect(task.status).toBe('completed');
    const [server] = await named('weather');
    expect(server).toMatchObject({
      status: 'active',
      owner: 'group:default/platform',
    });
    expect(server.counts.tools).toBeGreaterThan(0);
    expect(task.output).toMatchObject({
      serverId: server.id,
      entityRef: server.entityRef,
      links: [{ url: `/sprintconnect/servers/${server.id}` }],
    });

    const again = await ada.run('register-mcp-server', answers());
    expect(again.status).toBe('failed');
    expect(again.log).toContain(
      `- name is already used in production by the server ${server.id}; choose another name, or retire that server first`,
    );
    expect(await named('weather')).toHaveLength(1);
  });

  it('names a name that was taken meanwhile, and goes on with that server if it is to', async () => {
    const body = {
      name: 'taken',
      environment: 'production',
      remotes: [{ type: 'streamable-http', url: forecast.url }],
    };
    const response = await ada.ask('/sprintconnect/v1/servers', body);
    const { id } = (await response.json()) as { id: string };

    const refused = await ada.run('bare', answers({ name: 'taken' }));
    expect(refused.status).toBe('failed');
    expect(refused.log).toContain(
      'production already has a server named taken. Choose another name, or retire that server first.',
    );

    const other = await ada.run(
      'bare',
      answers({ name: 'taken', ifExists: 'adopt', url: silentUrl }),
    );
    expect(other.status).toBe('failed');
    expect(other.log).toContain(
      `it is another one: it is reached at ${forecast.url}`,
    );

    const adopted = await ada.run(
      'bare',
      answers({ name: 'taken', ifExists: 'adopt' }),
    );
    expect(adopted).toMatchObject({
      status: 'completed',
      output: { serverId: id },
    });
    expect(await named('taken')).toHaveLength(1);
  });

  it.each([
    [
      'an address that egress refuses',
      { url: 'http://127.0.0.1:1/mcp' },
      "- remotes[0].url isn't allowed: ",
    ],
    [
      'an owner that does not exist',
      { owner: 'group:default/nobody' },
      '- owner is not in the catalog: there is no group:default/nobody; choose a group or user that exists',
    ],
    [
      'an owner that is no owner',
      { owner: 'template:default/bare' },
      '- owner must be a group or user, such as group:default/example',
    ],
    [
      'an address with a secret',
      { url: 'https://a.example/mcp?api_key=hush-4711' },
      `- remotes[0].url can't contain a secret in its query`,
    ],
  ])('refuses %s and leaves nothing', async (_what, more, words) => {
    const task = await ada.run(
      'register-mcp-server',
      answers({ name: 'refused', ...more }),
    );
    expect(task.log).toContain(words);
    expect(task.status).toBe('failed');
    expect(await named('refused')).toEqual([]);
    expect(await ada.locations()).toEqual([]);
  });

  it('names every fault at once with its place', async () => {
    const task = await ada.run('bare', {
      ...answers({ name: 'a b', title: 'x'.repeat(500) }),
      environment: 'Production!',
      ifExists: 'perhaps',
    });
    expect(task.status).toBe('failed');
    expect(task.log).toContain(
      '- name can contain only letters, digits, "_", and "-"',
    );
    expect(task.log).toContain("- environment isn't an environment name");
    expect(task.log).toMatch(/- title .*200/);
    expect(task.log).toContain('- ifExists ');
    expect(await named('a b')).toEqual([]);
  });

  it('registers no server that does not answer', async () => {
    const task = await ada.run(
      'register-mcp-server',
      answers({ name: 'silent', url: silentUrl }),
    );
    expect(task.status).toBe('failed');
    expect(task.log).toContain(
      `${silentUrl} didn't complete the connection within 5000 ms`,
    );
    expect(task.log).toContain(
      'Nothing was registered. See that the server runs and that the portal can reach it, or correct the address, and retry.',
    );
    expect(await named('silent')).toEqual([]);
  });

  it("ends the wait for a server that does not answer with the server's own error, and names what is left", async () => {
    const task = await ada.run(
      'bare',
      answers({ name: 'mute', url: silentUrl, timeoutSeconds: 20 }),
    );
    expect(task.status).toBe('failed');
    const [server] = await named('mute');
    expect(server.lastError).toBeDefined();
    expect(task.log).toContain(
      `The server mute can't be discovered: ${server.lastError!.message}`,
    );
    expect(task.log).toContain(
      `It stays registered, and is looked at again by itself: see /sprintconnect/servers/${server.id}. Retire it there if you don't want it.`,
    );
    expect(task.log).toMatch(/Discovery: \w+, attempt \d/);
  });

  it('ends soon when it is cancelled, and names what is left', async () => {
    const id = await ada.start(
      'bare',
      answers({ name: 'stopped', url: silentUrl, timeoutSeconds: 600 }),
    );
    await eventually(async () => {
      expect(await ada.log(id)).toContain('Discovery: ');
      return true;
    });
    const asked = await ada.ask(`/scaffolder/v2/tasks/${id}/cancel`, {});
    expect(asked.status).toBe(200);
    const [server] = await named('stopped');
    await eventually(async () => {
      expect(await ada.log(id)).toContain(
        `The task was cancelled while the server stopped was waited for. It stays registered, and is looked at again by itself: see /sprintconnect/servers/${server.id}.`,
      );
      return true;
    });
    // What Backstage calls a task whose step was cancelled.
    expect((await ada.ended(id)).status).toBe('failed');
  });

  it('says in a dry run what it would do, and writes nothing', async () => {
    const before = await ada.servers();
    const planned = await ada.dryRun(bare, answers({ name: 'planned' }));
    expect(planned.log).toContain(
      `Would register the server planned in production, reached at ${forecast.url}. Nothing was written.`,
    );
    expect(planned.log).toContain('Would wait up to 120 s');
    const refused = await ada.dryRun(
      bare,
      answers({ owner: 'group:default/nobody', environment: 'moon' }),
    );
    expect(refused.answer.error.message).toMatch(
      /- environment isn't configured; choose one of .*\n- owner is not in the catalog/s,
    );
    expect(await ada.servers()).toEqual(before);
  });
});
