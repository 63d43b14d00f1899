import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts a process of fixture servers that prints its ports as one JSON line. The path is relative to this folder. */
export async function forkPorts(
  file: string,
): Promise<{ ports: number[]; pid: number; stop(): void }> {
  const child = fork(resolve(__dirname, file), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ports = await new Promise<number[]>((found, failed) => {
    child.once('exit', code =>
      failed(new Error(`${file} ended with code ${code}`)),
    );
    createInterface(child.stdout!).once('line', line =>
      found(JSON.parse(line).ports),
    );
  });
  child.removeAllListeners('exit');
  return { ports, pid: child.pid!, stop: () => child.kill() };
}
