import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { startForecastServer, type ForecastServer } from 'upstream';
import { freePort } from 'testing';
import { FolderHost } from './__testUtils__/FolderHost';
import type { Moment } from './__testUtils__/killablePortal';
import { PortalUser } from './__testUtils__/PortalUser';
import {
  NEW_SERVER,
  writeNewServerTemplate,
} from './__testUtils__/writeNewServerTemplate';

jest.setTimeout(600_000);

/** What the portal says next; rejects if it ends instead. */
async function nextMessage(portal: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const ended = (code: number | null) =>
      reject(new Error(`It ended with ${code}`));
    portal.once('exit', ended);
    portal.once('message', () => {
      portal.off('exit', ended);
      resolve();
    });
  });
}

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
    await start();
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await host.stop();
    await forecast.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    const options = {
      port,
      databases: join(folder, 'databases'),
      upstreamPorts: [forecast.port],
      readable: [host.host],
      sprintconnect,
      config: {
        scaffolder: {
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
        NODE_ENV: 'test',
        PORTAL: JSON.stringify(options),
        PUBLISHED: join(folder, 'published'),
        SERVED: host.url,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child = started;
    await nextMessage(started);
    await ada.foundEntity('template', NEW_SERVER);
    await ada.foundEntity('template', 'register-mcp-server');
    await ada.foundEntity('group', 'platform');
  }

  async function killAt(moment: Moment): Promise<void> {
    const heard = nextMessage(child!);
    child!.send(moment);
    await heard;
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

  it.each<[string, string, Moment]>([
    [
      'validate',
      'register-mcp-server',
      { afterRequest: 'POST .*/v1/servers/test' },
    ],
    [
      'register',
      'register-mcp-server',
      { afterRequest: 'POST .*/v1/servers$' },
    ],
    ['await', 'register-mcp-server', { afterRequest: 'POST .*/discover$' }],
    ['fetch', NEW_SERVER, { onLog: 'Writing file' }],
    ['publish', NEW_SERVER, { onLog: 'Published' }],
    [
      'catalog',
      NEW_SERVER,
      { afterRequest: 'POST .*/catalog/locations(?!.*dryRun=true)' },
    ],
    ['await of the catalog', NEW_SERVER, { onLog: 'Waiting for the server' }],
  ])(
    'in the middle of "%s" is retried to its end, and makes nothing twice',
    async (step, template, moment) => {
      const name = `killed-in-${step.replaceAll(' ', '-')}`;
      await killAt(moment);
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
    },
  );
});
