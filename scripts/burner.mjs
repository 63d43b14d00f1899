// A process that keeps every core busy, so that tests show what they do on a machine that is.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeEnd } from './ending.mjs';

const BURN = fileURLToPath(new URL('burn.mjs', import.meta.url));

/** Starts it; answers its id, and how to end it and wait for that. It ends in any case with this process. */
export function startBurner() {
  const child = fork(BURN, { stdio: 'ignore' });
  const ended = new Promise(resolve => child.once('exit', resolve));
  const end = () => {
    child.kill('SIGKILL');
    return ended;
  };
  const forget = beforeEnd(end);
  return {
    pid: child.pid,
    end: async () => {
      forget();
      await end();
    },
  };
}
