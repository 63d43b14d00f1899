// Runs one command to its end.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeEnd } from './ending.mjs';
import { LOGS, ROOT } from './paths.mjs';
import { Trouble, sayWhile } from './say.mjs';

const TAIL_LINES = 25;

/** Answers the output of a quick command, or undefined when it is missing, fails or hangs. */
export function ask(command, args, options = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
      ...options,
    });
    let output = '';
    child.stdout.on('data', chunk => {
      output += chunk;
    });
    child.on('error', () => resolve(undefined));
    child.on('close', code => resolve(code === 0 ? output.trim() : undefined));
  });
}

/** Runs a command with this terminal as its own; answers its exit code. */
export function show(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      ...options,
    });
    const forget = beforeEnd(() => child.kill());
    child.on('error', reject);
    child.on('close', code => {
      forget();
      resolve(code ?? 1);
    });
  });
}

/**
 * Runs a long command quietly: its output goes to .data/logs/<name>.log and its newest line into the progress.
 * When it fails, Trouble carries the last lines.
 */
export function work({ name, title, command, args, options = {} }) {
  mkdirSync(LOGS, { recursive: true });
  const file = join(LOGS, `${name}.log`);
  const log = createWriteStream(file);
  let lines = [];
  const read = chunk => {
    log.write(chunk);
    const fresh = stripVTControlCharacters(String(chunk))
      .split('\n')
      .filter(line => line.trim());
    lines = [...lines, ...fresh].slice(-TAIL_LINES);
  };
  const done = () =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
        ...options,
      });
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      const forget = beforeEnd(() => child.kill());
      child.on('error', reject);
      child.on('close', code => {
        forget();
        log.end();
        if (code === 0) {
          resolve();
        } else {
          reject(
            new Trouble(
              `${title} failed with exit code ${code}. Its last lines (all: ${relative(ROOT, file)}):\n\n${lines.join('\n')}`,
            ),
          );
        }
      });
    });
  return sayWhile(title, done, () => (lines.at(-1) ?? '').slice(0, 100));
}
