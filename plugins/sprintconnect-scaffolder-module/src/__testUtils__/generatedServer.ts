import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from 'testing';

/** A deadline, not a delay: a busy machine is slow to start programs. */
const PATIENCE_MS = 60_000;

/** A server that a template made, as a process. */
export interface GeneratedServer {
  /** Of the MCP endpoint, on loopback. */
  url: string;
  port: number;
  /** All it has said so far. */
  output(): string;
  /** Asks it to stop, and answers its exit code; that of a signal is null. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts what a template made, and waits until it is healthy.
 *
 * @param command - the program and its arguments, such as `['node', 'src/main.ts']`.
 * @throws Error with all it said when it ends before, or is not healthy within a minute.
 */
export async function startGeneratedServer(options: {
  command: readonly [string, ...string[]];
  cwd: string;
  /** Over the environment of the tests and the port. */
  env?: Record<string, string>;
  /** Of the endpoint. Default: `/mcp`. */
  path?: string;
}): Promise<GeneratedServer> {
  const { command, cwd, env = {}, path = '/mcp' } = options;
  const port = Number(env.PORT ?? (await freePort()));
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  let failure: Error | undefined;
  child.once('error', error => (failure = error));
  const ended = once(child, 'close').catch(() => [undefined]);
  const hasEnded = () =>
    failure !== undefined ||
    child.exitCode !== null ||
    child.signalCode !== null;

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (!hasEnded()) child.kill(signal);
    await ended;
    return child.exitCode;
  };
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isHealthy(port))) {
    if (hasEnded() || performance.now() > deadline) {
      await stop('SIGKILL');
      throw new Error(
        `${command.join(' ')} did not become healthy: ${failure ?? output}`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return {
    url: `http://127.0.0.1:${port}${path}`,
    port,
    output: () => output,
    stop,
  };
}

async function isHealthy(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(
    () => undefined,
  );
  return answer?.status === 200;
}
