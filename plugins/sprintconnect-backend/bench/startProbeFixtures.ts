import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts the servers that are probed in a process of their own. */
export async function startProbeFixtures(): Promise<{
  url(index: number): string;
  stop(): void;
}> {
  const child = fork(resolve(__dirname, 'probeFixtures.ts'), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ports = await new Promise<number[]>((found, failed) => {
    child.once('exit', code =>
      failed(new Error(`The probed servers ended with code ${code}`)),
    );
    createInterface(child.stdout!).once('line', line =>
      found(JSON.parse(line).ports),
    );
  });
  child.removeAllListeners('exit');
  return {
    url: index =>
      `http://127.0.0.1:${ports[index % ports.length]}/s${index}/mcp`,
    stop: () => child.kill(),
  };
}
