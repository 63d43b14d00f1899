import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { startForecastServer, type ForecastServer } from 'upstream';
import { FolderHost } from './__testUtils__/FolderHost';
import { freePort } from './__testUtils__/freePort';
import { eventually, PortalUser } from './__testUtils__/PortalUser';
import {
  NEW_SERVER,
  writeNewServerTemplate,
} from './__testUtils__/writeNewServerTemplate';

jest.setTimeout(600_000);

const sprintconnect = {
  scaffolder: { publish: { action: 'test:publish', await: true } },
};

/** A portal that is killed with all that it is doing, and started again on the same data. */
describe('a task of a backend that was killed', () => {
  let forecast: ForecastServer;
  let folder: string;
  let host: FolderHost;
  let port: number;
  let location: JsonObject;
  let child: ChildProcess | undefined;
  let ada: PortalUser;

  beforeAll(async () => {
    forecast = await startForecastServer();
    folder = await mkdtemp(join(tmpdir(), 'killed-'));
    host = new FolderHost(join(folder, 'published'));
    await host.start();
    port = await freePort();
    location = await writeNewServerTemplate(folder, sprintconnect);
    ada = new PortalUser(`http://127.0.0.1:${port}`);
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await host.stop();
    await forecast.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** With the moment of its end, unless it is to live. */
  async function start(when: Record<string, string> = {}): Promise<void> {
    const options = {
      port,
      databases: join(folder, 'databases'),
      upstreamPorts: [forecast.port],
      readable: [host.host],
      sprintconnect,
      config: {
        scaffolder: {
          workingDirectory: folder,
          // A task of a backend that was killed is closed soon, so that it can be retried.
          taskTimeout: { seconds: 8 },
          taskTimeoutJanitorFrequency: { seconds: 1 },
        },
        catalog: { locations: [location] },
      },
    };
    const started = fork(join(__dirname, '__testUtils__/killablePortal.ts'), {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      env: {
        ...process.env,
        ...when,
        NODE_ENV: 'test',
        PORTAL: JSON.stringify(options),
        PUBLISHED: join(folder, 'published'),
        SERVED: host.url,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child = started;
    await new Promise<void>((resolve, reject) => {
      started.once('message', () => resolve());
      started.once('exit', code => reject(new Error(`It ended with ${code}`)));
    });
    await eventually(async () => {
      expect(await ada.entity('template', NEW_SERVER)).toBeDefined();
      expect(await ada.entity('template', 'register-mcp-server')).toBeDefined();
      expect(await ada.entity('group', 'platform')).toBeDefined();
    });
  }

  async function endOfChild(): Promise<string | null> {
    const ended = child!;
    if (ended.signalCode === null && ended.exitCode === null) {
      await new Promise(resolve => ended.once('exit', resolve));
    }
    return ended.signalCode;
  }

  const answers = (name: string): JsonObject => ({
    name,
    environment: 'production',
    owner: 'group:default/platform',
    url: forecast.url,
    transport: 'streamable-http',
    authentication: 'none',
    license: 'none',
  });

  it.each([
    [
      'validate',
      'register-mcp-server',
      { KILL_AFTER: 'POST .*/v1/servers/test' },
    ],
    ['register', 'register-mcp-server', { KILL_AFTER: 'POST .*/v1/servers$' }],
    ['await', 'register-mcp-server', { KILL_AFTER: 'POST .*/discover$' }],
    ['fetch', NEW_SERVER, { KILL_ON_LOG: 'Writing file' }],
    ['publish', NEW_SERVER, { KILL_ON_LOG: 'Published' }],
    ['catalog', NEW_SERVER, { KILL_AFTER: 'POST .*/catalog/locations$' }],
    [
      'await of the catalog',
      NEW_SERVER,
      { KILL_ON_LOG: 'Waiting for the server' },
    ],
  ])(
    'in the middle of "%s" is retried to its end, and makes nothing twice',
    async (step, template, when) => {
      const name = `killed-in-${step.replaceAll(' ', '-')}`;
      await start(when);
      const id = await ada.start(template, answers(name));
      expect(await endOfChild()).toBe('SIGKILL');

      await start();
      expect((await ada.ended(id)).status).not.toBe('completed');
      const retried = await ada.ask(`/scaffolder/v2/tasks/${id}/retry`, {});
      expect(retried.status).toBe(201);
      const task = await ada.ended(id);
      expect(task.log).toMatch(/Discovered: \d+ tools/);
      expect(task.status).toBe('completed');
      const servers = (await ada.servers()).filter(each => each.name === name);
      expect(servers).toHaveLength(1);
      expect(task.output).toMatchObject({ serverId: servers[0].id });
      const locations = (await ada.locations()).filter(each =>
        each.includes(name),
      );
      expect(locations).toHaveLength(template === NEW_SERVER ? 1 : 0);
      child!.kill('SIGKILL');
      await endOfChild();
    },
  );
});
