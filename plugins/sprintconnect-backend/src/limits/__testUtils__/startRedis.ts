import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from 'testing';

/** A Redis of our own on a free port of loopback, which keeps nothing on disk. */
export interface OwnRedis {
  url: string;
  port: number;
  /** Ends it as a crash would. Twice is once. */
  kill(): Promise<void>;
  /** Lets it stand still: its connections stay open, and the kernel goes on taking what is sent. */
  freeze(): void;
  /** Lets it go on. */
  thaw(): void;
}

/** Starts a real `redis-server`. Throws when the machine has none; `.ci/run` installs it. */
export async function startRedis(port?: number): Promise<OwnRedis> {
  const chosen = port ?? (await freePort());
  const args = ['--port', `${chosen}`, '--bind', '127.0.0.1', '--save', ''];
  const server = spawn('redis-server', args, { stdio: 'pipe' });
  const ended = once(server, 'exit');
  let output = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`Redis ended: ${output}`)));
    server.stdout.on('data', data => {
      output += data;
      if (output.includes('Ready to accept connections')) resolve();
    });
  });
  return {
    url: `redis://127.0.0.1:${chosen}`,
    port: chosen,
    kill: async () => {
      server.kill('SIGKILL');
      await ended;
    },
    freeze: () => {
      server.kill('SIGSTOP');
    },
    thaw: () => {
      server.kill('SIGCONT');
    },
  };
}
