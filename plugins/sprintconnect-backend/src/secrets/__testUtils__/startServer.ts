import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '../../__testUtils__';

/** Starts a program and waits until it is ready. Ends with the one who stops it. */
export async function startServer(
  [command, ...args]: [string, ...string[]],
  options: { env?: Record<string, string>; isReady(): Promise<boolean> },
) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...options.env },
  });
  const ended = once(child, 'exit');
  const said: string[] = [];
  child.stdout.on('data', data => said.push(String(data)));
  child.stderr.on('data', data => said.push(String(data)));
  await eventually(`the start of ${command}`, async () => {
    if (child.exitCode !== null) throw new Error(`It ended: ${said.join('')}`);
    return options.isReady().catch(() => false);
  });
  return {
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
