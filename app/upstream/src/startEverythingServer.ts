import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

export interface EverythingServer {
  url: string;
  /** Settles when the process has ended, with its last words. */
  ended: Promise<string>;
  close(): Promise<void>;
}

const READY_MS = 20_000;

/**
 * Starts the published `@modelcontextprotocol/server-everything` (MCP 2025-11-25) as a child process on 127.0.0.1
 * and waits until it answers.
 *
 * @param options - `from` is the directory whose node_modules holds the package (default: the working directory).
 * @throws Error when the port is taken or the server does not answer in time, with its last words.
 */
export async function startEverythingServer(options: {
  port: number;
  transport?: 'streamableHttp' | 'sse';
  from?: string;
}): Promise<EverythingServer> {
  const { port, transport = 'streamableHttp', from = process.cwd() } = options;
  const require = createRequire(path.join(from, 'package.json'));
  const home = path.dirname(
    require.resolve('@modelcontextprotocol/server-everything/package.json'),
  );
  const preload = path.join(
    path.dirname(require.resolve('upstream/package.json')),
    'src/loopbackOnly.mjs',
  );
  const child = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(preload).href,
      path.join(home, 'dist/index.js'),
      transport,
    ],
    {
      // Its tool get-env shows the environment to every caller: give it nothing that matters.
      env: { PATH: process.env.PATH, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let lastWords = '';
  child.stderr.on('data', chunk => {
    lastWords = (lastWords + String(chunk)).slice(-2000);
  });
  const ended = once(child, 'exit').then(() => lastWords.trim());
  const close = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(timer);
  };

  const url = `http://127.0.0.1:${port}/${transport === 'sse' ? 'sse' : 'mcp'}`;
  try {
    await answers(url, ended);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, ended, close };
}

async function answers(url: string, ended: Promise<string>) {
  const deadline = Date.now() + READY_MS;
  const died = ended.then(words => {
    throw new Error(`server-everything ended at once: ${words}`);
  });
  while (Date.now() < deadline) {
    const up = fetch(url, {
      method: 'OPTIONS',
      signal: AbortSignal.timeout(2000),
    }).then(
      () => true,
      () => false,
    );
    if (await Promise.race([up, died])) {
      // Another program may hold the port and answer in its place: the child must still live.
      await Promise.race([sleep(100), died]);
      died.catch(() => undefined);
      return;
    }
    await Promise.race([sleep(100), died]);
  }
  died.catch(() => undefined);
  throw new Error(
    `server-everything did not answer at ${url} within ${READY_MS / 1000} s`,
  );
}
