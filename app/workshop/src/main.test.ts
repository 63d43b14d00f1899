import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { eventually, freePort } from 'testing';
import { parse } from 'yaml';
import { WorkshopFolder } from './WorkshopFolder';
import { BROKEN, STEADY, aFolder, aProject } from './__testUtils__/aProject';

interface Report {
  name: string;
  state: string;
  url: string;
  ends: number;
  lines: string[];
  files: string[];
}

async function listenOn(port = 0) {
  const server = createServer((_, res) => res.end('somebody else'));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Of two ports side by side: listens on the second, and answers the first, which is free. */
async function listenAfterFreePort() {
  for (;;) {
    const port = await freePort();
    try {
      return { port, neighbour: await listenOn(port + 1) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

/** The workshop as the demo starts it: a process of its own. */
class RunningWorkshop {
  readonly folder: WorkshopFolder;
  #output = '';
  #child!: ChildProcess;

  constructor(
    readonly root: string,
    readonly port: number,
  ) {
    this.folder = new WorkshopFolder(root);
  }

  async start() {
    this.#child = spawn(process.execPath, [
      '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
      resolve(__dirname, 'main.ts'),
      `--folder=${this.root}`,
      `--port=${this.port}`,
    ]);
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.on('data', chunk => {
        this.#output += String(chunk);
      });
    }
    await eventually(async () => (await this.get('/healthz')).ok);
    return this;
  }

  get output() {
    return this.#output;
  }

  /** Its exit code, and that of nothing where it was killed. */
  async stop(signal: NodeJS.Signals = 'SIGTERM') {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return exitCode;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    return (await exited)[0] as number | null;
  }

  get(path: string, init?: RequestInit) {
    return fetch(`http://127.0.0.1:${this.port}${path}`, init);
  }

  async report(name: string): Promise<Report | undefined> {
    const answer = await this.get(`/${name}/`);
    return answer.ok ? answer.json() : undefined;
  }

  /** Publishes as the demo's portal does. */
  async publish(name: string, main = STEADY, more?: Record<string, string>) {
    await this.folder.publish(name, {
      source: aProject(main, more),
      owner: 'task-1',
      at: new Date(0),
    });
  }

  /** Waits until it is in a state. */
  until(name: string, state: string) {
    return eventually(async () => {
      const report = await this.report(name);
      return report?.state === state && report;
    });
  }
}

/** What the fixture says of itself. */
async function askServer({ url }: { url: string }) {
  return (await (await fetch(url)).json()) as {
    pid: number;
    url: string;
    env: string[];
  };
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the workshop', () => {
  const workshops: RunningWorkshop[] = [];
  const servers: Server[] = [];
  const aWorkshop = async (root = aFolder(), port?: number) => {
    const workshop = new RunningWorkshop(root, port ?? (await freePort()));
    workshops.push(workshop);
    return workshop.start();
  };
  /** What does not need one of its own uses this one, under a name of its own. */
  let shared: RunningWorkshop;
  beforeAll(async () => {
    shared = await aWorkshop();
    workshops.splice(0);
  });
  afterEach(async () => {
    await Promise.all(workshops.splice(0).map(each => each.stop()));
    servers.splice(0).forEach(each => each.close());
  });
  afterAll(() => shared.stop());

  it('runs what is published, with nothing of its own environment', async () => {
    const workshop = await aWorkshop();
    expect(await (await workshop.get('/')).json()).toEqual({ projects: [] });
    await workshop.publish('weather');
    const { url } = await workshop.until('weather', 'running');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    const said = await askServer({ url });
    expect(said.url).toBe(url);
    expect(said.env.sort()).toEqual(['HOST', 'PATH', 'PORT', 'PUBLIC_URL']);
    expect(await (await workshop.get('/')).json()).toEqual({
      projects: [{ name: 'weather', state: 'running', url, ends: 0 }],
    });
    expect(workshop.output).toContain(
      `[workshop] weather is running, at ${url}`,
    );
  });

  it('runs two that came at once, each on a port of its own', async () => {
    const workshop = shared;
    await Promise.all([workshop.publish('one'), workshop.publish('two')]);
    const [one, two] = await Promise.all([
      workshop.until('one', 'running'),
      workshop.until('two', 'running'),
    ]);
    expect(one.url).not.toBe(two.url);
    const pids = [(await askServer(one)).pid, (await askServer(two)).pid];
    expect(new Set(pids).size).toBe(2);
  });

  it('lets a server write no file, start no process, and read nothing beside its folder and the packages', async () => {
    const workshop = shared;
    const secret = join(aFolder(), 'secret');
    writeFileSync(secret, 'hush');
    await workshop.publish(
      'nosy',
      `
      import { spawnSync } from 'node:child_process';
      import { readFileSync, writeFileSync } from 'node:fs';
      const tried = (name: string, act: () => unknown) => {
        try { act(); console.log(name + ' allowed'); } catch (error) { console.log(name + ' ' + (error as { code: string }).code); }
      };
      tried('own', () => readFileSync('package.json'));
      tried('read', () => readFileSync(${JSON.stringify(secret)}));
      tried('write', () => writeFileSync('x', ''));
      tried('spawn', () => spawnSync('true'));
      ${STEADY}`,
    );
    const { lines } = await workshop.until('nosy', 'running');
    expect(lines).toEqual([
      'own allowed',
      'read ERR_ACCESS_DENIED',
      'write ERR_ACCESS_DENIED',
      'spawn ERR_ACCESS_DENIED',
    ]);
  });

  it('starts a server again that ended by itself, and says why', async () => {
    const workshop = shared;
    await workshop.publish('crashing');
    const first = await workshop.until('crashing', 'running');
    const before = await askServer(first);
    await fetch(new URL('/crash', first.url)).catch(() => undefined);
    const second = await eventually(async () => {
      const report = await workshop.report('crashing');
      return report?.state === 'running' && report.ends === 1 && report;
    });
    expect(second.url).toBe(first.url);
    expect(second.lines).toEqual(['crashed as asked', 'ended (exit code 3)']);
    expect((await askServer(second)).pid).not.toBe(before.pid);
  });

  it('rests longer each time a server ends at once, and others go on', async () => {
    const workshop = shared;
    await workshop.publish('broken', BROKEN);
    await workshop.publish('steady');
    await eventually(async () => (await workshop.report('broken'))!.ends >= 3);
    const { state, lines } = (await workshop.report('broken'))!;
    expect(state).not.toBe('running');
    expect(lines.slice(0, 2)).toEqual([
      'no such weather',
      'ended (exit code 4)',
    ]);
    expect(lines.length).toBeLessThanOrEqual(30);
    await workshop.until('steady', 'running');
  });

  it('keeps the port of a project when it is started again itself', async () => {
    const root = aFolder();
    const workshop = await aWorkshop(root);
    for (const name of ['one', 'two', 'three']) {
      await workshop.publish(name);
      await workshop.until(name, 'running');
    }
    const urls = async (from: RunningWorkshop) =>
      Promise.all(
        ['two', 'three'].map(
          async name => (await from.until(name, 'running')).url,
        ),
      );
    const before = await urls(workshop);
    const { pid } = await askServer({ url: before[0] });
    expect(await workshop.stop()).toBe(0);
    expect(isAlive(pid)).toBe(false);
    await workshop.folder.remove('one');
    const again = await aWorkshop(root, workshop.port);
    expect(await urls(again)).toEqual(before);
  });

  it('leaves no server behind when it is killed', async () => {
    const workshop = await aWorkshop();
    await workshop.publish('weather');
    const { pid } = await askServer(await workshop.until('weather', 'running'));
    expect(await workshop.stop('SIGKILL')).toBe(null);
    await eventually(() => !isAlive(pid));
  });

  it('stops a server whose project goes, and gives its port to the next', async () => {
    const workshop = shared;
    await workshop.publish('passing');
    const first = await workshop.until('passing', 'running');
    const { pid } = await askServer(first);
    await workshop.folder.remove('passing');
    await eventually(() => !isAlive(pid));
    await eventually(async () => !(await workshop.report('passing')));
    await workshop.publish('tides');
    expect((await workshop.until('tides', 'running')).url).toBe(first.url);
  });

  it('passes over a port at which somebody else listens', async () => {
    const { port, neighbour } = await listenAfterFreePort();
    servers.push(neighbour);
    const workshop = await aWorkshop(aFolder(), port);
    await workshop.publish('weather');
    const { url } = await workshop.until('weather', 'running');
    expect(Number(new URL(url).port)).toBeGreaterThan(port + 1);
  });

  it('does not run a folder that was not published', async () => {
    const workshop = shared;
    mkdirSync(join(workshop.root, 'foreign/src'), { recursive: true });
    writeFileSync(join(workshop.root, 'foreign/src/main.ts'), STEADY);
    await workshop.publish('published');
    await workshop.until('published', 'running');
    expect((await workshop.get('/foreign/')).status).toBe(404);
  });

  it('has one wait that finds no port, until another goes', async () => {
    const root = aFolder();
    const names = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const port = await freePort();
    const ports = names.map((name, index) => [name, port + 1 + index]);
    writeFileSync(
      join(root, '.ports.json'),
      JSON.stringify(Object.fromEntries(ports)),
    );
    const folder = new WorkshopFolder(root);
    const publish = (name: string, main: string) =>
      folder.publish(name, {
        source: aProject(main),
        owner: 't',
        at: new Date(0),
      });
    // They rest from the beginning, for twenty at once would be slow to start.
    for (const name of names)
      await publish(name, 'setInterval(() => {}, 1e6);');
    const workshop = await aWorkshop(root, port);
    await publish('late', STEADY);
    await workshop.until('late', 'no-port');
    await folder.remove('s7');
    const { url } = await workshop.until('late', 'running');
    expect(new URL(url).port).toBe(String(port + 8));
  });

  describe('serves files', () => {
    it('as they are, but the catalog-info.yaml with where the server really is', async () => {
      const workshop = shared;
      await workshop.publish('files', STEADY, { 'docs/a b.md': '# Hello' });
      const { url, files } = await workshop.until('files', 'running');
      expect(files).toEqual([
        'catalog-info.yaml',
        'docs/a b.md',
        'package.json',
        'src/main.ts',
      ]);
      const info = await workshop.get('/files/catalog-info.yaml');
      expect(info.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(info.headers.get('x-content-type-options')).toBe('nosniff');
      const { spec } = parse(await info.text());
      expect(spec.remotes).toEqual([{ type: 'streamable-http', url }]);
      expect(JSON.parse(spec.definition).remotes[0].url).toBe(url);
      const file = await workshop.get('/files/docs/a%20b.md');
      expect(await file.text()).toBe('# Hello');
    });

    it('but nothing of elsewhere', async () => {
      const workshop = shared;
      const secret = aFolder();
      writeFileSync(join(secret, 'secret'), 'hush');
      await workshop.publish('secretive', STEADY, {
        large: 'x'.repeat(1024 * 1024 + 1),
      });
      symlinkSync(
        join(secret, 'secret'),
        join(workshop.root, 'secretive/link'),
      );
      symlinkSync(secret, join(workshop.root, 'secretive/src/out'));
      await workshop.until('secretive', 'running');
      // fetch would take the dots out of the path.
      const ask = (path: string) =>
        new Promise<object>((done, failed) => {
          request({ port: workshop.port, host: '127.0.0.1', path }, res => {
            let text = '';
            res.on('data', chunk => (text += chunk));
            res.on('end', () => done({ path, status: res.statusCode, text }));
          })
            .on('error', failed)
            .end();
        });
      for (const path of [
        '/secretive/nothing.md',
        '/secretive/src',
        '/secretive/../.claims/secretive.json',
        '/secretive/..%2f.claims%2fsecretive.json',
        '/secretive/%2e%2e/.claims/secretive.json',
        '/secretive/..%5c.ports.json',
        '/secretive/%00',
        '/secretive/%',
        '/.claims/secretive.json',
        '/.ports.json',
        '/..%2f..%2fetc%2fpasswd',
        '/secretive/%2fetc%2fpasswd',
        '/secretive/link',
        '/secretive/src/out/secret',
        '/secretive/large',
        '/unknown/catalog-info.yaml',
        '//etc/passwd',
      ]) {
        expect(await ask(path)).toEqual({
          path,
          status: 404,
          text: expect.not.stringMatching(/hush|root:|task-1/),
        });
      }
    });

    it('to this machine only, and for reading only', async () => {
      const workshop = shared;
      const status = (headers: Record<string, string>, method = 'GET') =>
        new Promise<number | undefined>((done, failed) => {
          request(
            { port: workshop.port, host: '127.0.0.1', method, headers },
            res => done(res.resume().statusCode),
          )
            .on('error', failed)
            .end();
        });
      expect(await status({})).toBe(200);
      expect(await status({}, 'HEAD')).toBe(200);
      expect(await status({ host: 'evil.example' })).toBe(403);
      expect(await status({ origin: 'https://evil.example' })).toBe(403);
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        expect(await status({}, method)).toBe(405);
      }
    });
  });

  it('says that its port is taken, and ends', async () => {
    const server = await listenOn();
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, [
      resolve(__dirname, 'main.ts'),
      `--folder=${aFolder()}`,
      `--port=${port}`,
    ]);
    let said = '';
    child.stderr.on('data', chunk => (said += chunk));
    expect((await once(child, 'exit'))[0]).toBe(1);
    expect(said).toMatch(/\[workshop\].*EADDRINUSE/);
  });

  it('goes on with a book of ports that nobody can read', async () => {
    const root = aFolder();
    writeFileSync(join(root, '.ports.json'), '{"weather":');
    const workshop = await aWorkshop(root);
    await workshop.publish('weather');
    const { url } = await workshop.until('weather', 'running');
    expect(JSON.parse(readFileSync(join(root, '.ports.json'), 'utf8'))).toEqual(
      { weather: Number(new URL(url).port) },
    );
  });

  it('goes on when its whole folder is deleted under it', async () => {
    const workshop = await aWorkshop();
    await workshop.publish('weather');
    const { pid } = await askServer(await workshop.until('weather', 'running'));
    rmSync(workshop.root, { recursive: true });
    await eventually(() => !isAlive(pid));
    mkdirSync(workshop.root);
    await workshop.publish('weather');
    const again = await askServer(await workshop.until('weather', 'running'));
    expect(again.pid).not.toBe(pid);
  });
});
