// Test files that run again and again: what is asked for, and in which rounds.
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './paths.mjs';
import { Trouble } from './say.mjs';

const TIMES = 5;
const TEST_FILE = /\.test\.(tsx?|mjs)$/;

/** Whether a path is one of a test file. */
export const isTestFile = path => TEST_FILE.test(path);

/**
 * What `npm run test:often -- FILES [--times N]` asks for: the files, as paths from the root of the repository without
 * repetition, and how often (default 5). Throws Trouble for what is no test file here, and for what is no number of times.
 */
export function readOftenArguments(
  args,
  { cwd = process.cwd(), exists = existsSync } = {},
) {
  const { positionals, values } = readArguments(args);
  const times = Number(values.times ?? TIMES);
  if (!Number.isInteger(times) || times < 1) {
    throw new Trouble(
      `--times ${values.times} is not how often to run the tests. Give a whole number, such as --times 10.`,
    );
  }
  if (positionals.length === 0) {
    throw new Trouble(
      'Name the test files to run: npm run test:often -- plugins/sprintconnect/src/plugin.test.tsx [--times N]',
    );
  }
  const files = positionals.map(given => {
    const path = isAbsolute(given) ? given : join(cwd, given);
    if (!isTestFile(path) || !exists(path)) {
      throw new Trouble(
        `${given} is not a test file. Give the path of a file that ends in .test.ts, .test.tsx or .test.mjs.`,
      );
    }
    return relative(ROOT, path);
  });
  return { files: [...new Set(files)], times };
}

function readArguments(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { times: { type: 'string' } },
    });
  } catch (error) {
    throw new Trouble(error.message);
  }
}

/** So many rounds on a quiet machine, and then as many on a busy one. */
export const quietThenBusy = times =>
  [false, true].flatMap(isBusy =>
    Array.from({ length: times }, (_, index) => ({
      name: `round ${index + 1} of ${times}, ${isBusy ? 'under load' : 'quiet'}`,
      isBusy,
    })),
  );

/** So many rounds, every other one on a busy machine, which the first is. */
export const busyByTurns = times =>
  Array.from({ length: times }, (_, index) => {
    const isBusy = index % 2 === 0;
    return {
      name: `round ${index + 1} of ${times}, ${isBusy ? 'under load' : 'quiet'}`,
      isBusy,
    };
  });
