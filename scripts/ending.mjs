// Nothing outlives a script: what was started is stopped when it returns, when it fails and when it is told to end.
import { Trouble, red, say } from './say.mjs';

const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const cleanups = new Set();
let ending;

/** Has `cleanup` run (once, the newest first) before the script ends; the answer takes it back. */
export function beforeEnd(cleanup) {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

async function cleanUp() {
  for (const cleanup of [...cleanups].reverse()) {
    cleanups.delete(cleanup);
    try {
      await cleanup();
    } catch (error) {
      console.error(`${red('✗')} while ending: ${error.message}`);
    }
  }
}

function end(code) {
  ending ??= cleanUp().then(() => process.exit(code));
  return ending;
}

/** Runs the main function of a script; it answers the exit code (default 0). Trouble is said without a stack. */
export async function run(main) {
  process.stdout.on('error', () => end(1)); // nobody reads any more
  const stop = signal => {
    if (!ending) {
      say('Stopping …');
    }
    end(CODES[signal]);
  };
  Object.keys(CODES).forEach(signal => process.on(signal, stop));
  try {
    await end((await main()) ?? 0);
  } catch (error) {
    if (!ending) {
      const words = error instanceof Trouble ? error.message : error.stack;
      console.error(`\n${red('✗')} ${words}\n`);
    }
    await end(1);
  }
}
