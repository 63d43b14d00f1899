import { fork } from 'node:child_process';
import { resolve } from 'node:path';

/** Starts the fixture servers in a process of their own. */
export async function startFixtures(): Promise<{
  port: number;
  url(name: string): string;
  stop(): void;
}> {
  const child = fork(resolve(__dirname, 'fixtureServers.ts'), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const port = await new Promise<number>((found, failed) => {
    child.once('exit', code =>
      failed(new Error(`The fixture servers ended with code ${code}`)),
    );
    child.stdout!.once('data', chunk => found(JSON.parse(String(chunk)).port));
  });
  child.removeAllListeners('exit');
  return {
    port,
    url: name => `http://127.0.0.1:${port}/${name}/mcp`,
    stop: () => child.kill(),
  };
}
