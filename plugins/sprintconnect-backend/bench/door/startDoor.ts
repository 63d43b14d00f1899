import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import type { BenchDatabase } from '../benchDatabase';
import type { DoorOptions } from './doorProcess';

export interface Door {
  pid: number;
  /** Of the plugin. */
  url: string;
  rest(path: string, body?: object): Promise<any>;
  stop(): Promise<void>;
}

/**
 * Starts the plugin in a process of its own, upon a database. With BENCH_CPU_PROF, the name of a folder, that process writes there what it
 * spent its time on.
 */
export async function startDoor(
  { config }: BenchDatabase,
  roles: string[],
): Promise<Door> {
  const folder = process.env.BENCH_CPU_PROF;
  const child = fork(resolve(__dirname, 'doorProcess.ts'), {
    execArgv: [
      ...process.execArgv,
      ...(folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : []),
    ],
  });
  const ended = new Promise<void>(done => child.once('exit', () => done()));
  const started = new Promise<{ url: string; token: string }>(
    (done, failed) => {
      ended.then(() => failed(new Error('The plugin ended by itself')));
      // What compiles TypeScript in the child has messages of its own.
      child.on('message', (message: any) => {
        if (message?.url) done(message);
      });
    },
  );
  child.send({ database: config, roles } satisfies DoorOptions);
  const { url, token } = await started;
  return {
    pid: child.pid!,
    url,
    async rest(path, body) {
      const response = await fetch(url + path, {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const answer = await response.json();
      if (response.ok) return answer;
      throw new Error(`${path} answered ${JSON.stringify(answer)}`);
    },
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
