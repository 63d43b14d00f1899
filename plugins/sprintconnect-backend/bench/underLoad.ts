import { fork } from 'node:child_process';
import { resolve } from 'node:path';

/** What a load generator asks for. */
export interface Load {
  /** Of the backend, without a path. */
  url: string;
  token: string;
  paths: string[];
  /** Requests at the same time. */
  inFlight: number;
  /** So many of the paths are asked for before anything is measured. */
  warmUp: number;
}

/** What it saw. Durations in milliseconds, in the order of the paths. */
export interface LoadReport {
  durations: number[];
  seconds: number;
  /** What asking cost, which on a small machine the backend lacks. */
  ownCpuMs: number;
}

/**
 * Puts a backend of this process under load from another one. `cpuMs` is what this process spent meanwhile, the
 * backend most of it.
 */
export async function underLoad(
  load: Load,
): Promise<LoadReport & { cpuMs: number }> {
  const child = fork(resolve(__dirname, 'loadGenerator.ts'));
  let atWarm = process.cpuUsage();
  try {
    const report = await new Promise<LoadReport>((done, failed) => {
      child.once('exit', code =>
        failed(new Error(`The load generator ended with code ${code}`)),
      );
      // What compiles TypeScript in the child has messages of its own.
      child.on('message', (message: object | string) => {
        if (message === 'warm') atWarm = process.cpuUsage();
        else if (typeof message === 'object' && 'durations' in message) {
          done(message as LoadReport);
        }
      });
      child.send(load);
    });
    const { user, system } = process.cpuUsage(atWarm);
    return { ...report, cpuMs: (user + system) / 1000 };
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
}
