// Long-running children: each leads a process group of its own, so that stopping it stops all it started.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters as plain } from 'node:util';
import { beforeEnd } from './ending.mjs';
import { LOGS, ROOT } from './paths.mjs';
import { Trouble, dim } from './say.mjs';

const STOP_PATIENCE_MS = 10_000;
const TAIL_LINES = 20;

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch {
    return false; // nobody of the group is left
  }
}

const groupIsGone = child => !signalGroup(child, 0);
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Starts, watches and stops services. `died` resolves with the first one that ended by itself. */
export class Services {
  #running = [];
  #stopping = false;
  #reportDeath;
  #logFolder;
  died = new Promise(resolve => {
    this.#reportDeath = resolve;
  });

  constructor({ logFolder = LOGS } = {}) {
    this.#logFolder = logFolder;
    beforeEnd(() => this.stop());
  }

  /**
   * Starts a service. All its output goes to `<logFolder>/<name>.log`; lines for which `shows(line)` is true
   * also go to the terminal, with the name before them.
   */
  start({ name, command, args, cwd = ROOT, env, shows = () => true }) {
    mkdirSync(this.#logFolder, { recursive: true });
    const file = join(this.#logFolder, `${name}.log`);
    const log = createWriteStream(file);
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const service = { name, file, child, tail: [] };
    const listen = stream => {
      let rest = '';
      stream.setEncoding('utf8').on('data', chunk => {
        log.write(chunk);
        const lines = (rest + chunk).split('\n');
        rest = lines.pop();
        for (const line of lines.filter(each => plain(each).trim())) {
          service.tail = [...service.tail, plain(line)].slice(-TAIL_LINES);
          if (shows(plain(line))) {
            const text = process.stdout.isTTY ? line : plain(line);
            console.log(`${dim(`${name.padEnd(8)} |`)} ${text.slice(0, 300)}`);
          }
        }
      });
    };
    listen(child.stdout);
    listen(child.stderr);
    child.on('error', error => service.tail.push(error.message));
    child.on('close', (code, signal) => {
      service.ended = signal ?? `exit code ${code}`;
      // Whoever hears of it finds its last words in the log.
      log.end(() => {
        if (!this.#stopping) this.#reportDeath(service);
      });
    });
    this.#running.push(service);
    return service;
  }

  /** Waits for `ready`; throws Trouble with the last lines of a service that dies first. */
  async until(ready) {
    const first = await Promise.race([
      ready,
      this.died.then(service => ({ service })),
    ]);
    if (first?.service) {
      throw Services.obituary(first.service);
    }
    return first;
  }

  static obituary({ name, file, tail, ended }) {
    return new Trouble(
      `The ${name} ended by itself (${ended}). Its last lines (all: ${relative(ROOT, file)}):\n\n${tail.join('\n')}`,
    );
  }

  /** Stops every service, the newest first: politely, then after 10 seconds without asking. */
  async stop() {
    this.#stopping = true;
    const children = this.#running
      .map(({ child }) => child)
      .filter(({ pid }) => pid);
    for (const child of [...children].reverse()) {
      signalGroup(child, 'SIGTERM');
    }
    const deadline = Date.now() + STOP_PATIENCE_MS;
    while (Date.now() < deadline && !children.every(groupIsGone)) {
      await sleep(50);
    }
    children.forEach(child => signalGroup(child, 'SIGKILL'));
  }
}
