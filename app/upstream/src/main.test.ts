import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { freePort } from 'testing';

function start(ports: { forecast: number; everything: number }) {
  const child = spawn(process.execPath, [
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    path.resolve(__dirname, 'main.ts'),
    `--forecast-port=${ports.forecast}`,
    `--everything-port=${ports.everything}`,
  ]);
  let output = '';
  const seen = (chunk: Buffer) => {
    output += String(chunk);
  };
  child.stdout.on('data', seen);
  child.stderr.on('data', seen);
  const exited = once(child, 'exit').then(([code]) => code as number);
  return { child, exited, output: () => output };
}

async function answers(port: number) {
  return fetch(`http://127.0.0.1:${port}/mcp`).then(
    () => true,
    () => false,
  );
}

describe('main', () => {
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach(child => child.kill('SIGKILL')));

  it('starts both servers, says where they are, and stops them on SIGTERM', async () => {
    const ports = { forecast: await freePort(), everything: await freePort() };
    const run = start(ports);
    children.push(run.child);
    await new Promise<void>((resolve, reject) => {
      run.child.stdout.on('data', () => {
        if (run.output().includes('ready')) resolve();
      });
      run.exited.then(() => reject(new Error(run.output())));
    });
    expect(run.output()).toContain(`http://127.0.0.1:${ports.forecast}/mcp`);
    expect(run.output()).toContain(`http://127.0.0.1:${ports.everything}/mcp`);
    expect(await answers(ports.forecast)).toBe(true);
    expect(await answers(ports.everything)).toBe(true);

    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(await answers(ports.forecast)).toBe(false);
    expect(await answers(ports.everything)).toBe(false);
  });

  it.each(['forecast', 'everything'] as const)(
    'says that the port of %s is already used, and leaves nothing behind',
    async name => {
      const holder = net.createServer().listen(0, '127.0.0.1');
      await once(holder, 'listening');
      const { port } = holder.address() as net.AddressInfo;
      const ports = {
        forecast: await freePort(),
        everything: await freePort(),
        [name]: port,
      };
      const run = start(ports);
      children.push(run.child);
      expect(await run.exited).toBe(1);
      expect(run.output()).toMatch(
        new RegExp(`Port ${port} is already (used|in use)`),
      );
      holder.close();
      const other = name === 'forecast' ? ports.everything : ports.forecast;
      expect(await answers(other)).toBe(false);
    },
  );
});
