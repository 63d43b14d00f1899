import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ENTRY } from './WorkshopFolder.ts';

/** What a server does: it was started and does not answer yet, it answers, or it ended by itself and comes again soon. */
export type ServerState = 'starting' | 'running' | 'restarting' | 'stopped';

/** Times in milliseconds. */
export interface Patience {
  /** In which it must answer. */
  startMs: number;
  /** Before it comes again after it ended, doubled each time it ends. */
  restMs: number;
  restMsMax: number;
  /** After so long its earlier ends are forgotten. */
  steadyMs: number;
  /** Between the request to stop and the end without asking. */
  stopMs: number;
}

export const USUAL_PATIENCE: Patience = {
  startMs: 20_000,
  restMs: 500,
  restMsMax: 30_000,
  steadyMs: 60_000,
  stopMs: 5_000,
};

const LINES_MAX = 30;
const LINE_CHARS_MAX = 500;
const ASK_EVERY_MS = 100;
const ANSWER_MS = 2_000;

export interface ServerOptions {
  /** The folder of the project. */
  folder: string;
  port: number;
  /** What code it may read: the folder itself, and where packages lie. */
  readable: readonly string[];
  /** The folder of `endWithParent.mjs`. */
  preload: string;
  patience: Patience;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
  onLine: (line: string) => void;
  onState: (state: ServerState) => void;
}

/** Waits so long, or until the signal. */
const pause = (ms: number, signal: AbortSignal) =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** One server of the demo as a child process: started, watched, and started again when it ends by itself. */
export class ServerProcess {
  readonly #options: ServerOptions;
  readonly #stopping = new AbortController();
  readonly #done: Promise<void>;
  #state: ServerState = 'starting';
  #lines: string[] = [];
  #ends = 0;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#done = this.#keepRunning();
  }

  get state(): ServerState {
    return this.#state;
  }

  /** The newest lines of what it said, the newest last. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** How often it ended by itself since it last ran for long. */
  get ends(): number {
    return this.#ends;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}/mcp`;
  }

  /** Asks it to stop, and ends it where it does not in time; waits until it has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  async #keepRunning() {
    const { patience, now } = this.#options;
    while (!this.#stopping.signal.aborted) {
      this.#become('starting');
      const startedAt = now();
      await this.#runOnce();
      if (this.#stopping.signal.aborted) break;
      this.#ends = now() - startedAt >= patience.steadyMs ? 1 : this.#ends + 1;
      this.#become('restarting');
      const rest = patience.restMs * 2 ** (this.#ends - 1);
      await this.#pause(Math.min(patience.restMsMax, rest));
    }
    this.#become('stopped');
  }

  /** Settles when the child has ended. */
  async #runOnce() {
    let child: ChildProcess;
    try {
      child = this.#spawn();
    } catch (error) {
      this.#hear(`can't be started: ${error}`); // such as of a machine that has no memory left
      return;
    }
    const over = once(child, 'close').then(
      ([code, signal]) =>
        this.#hear(`ended (${signal ?? `exit code ${code}`})`),
      error => this.#hear(`can't be started: ${error}`),
    );
    const onStop = () => this.#end(child, over);
    this.#stopping.signal.addEventListener('abort', onStop, { once: true });
    const watch = new AbortController();
    const watching = this.#watchStart(child, watch.signal);
    await over;
    watch.abort();
    await watching;
    this.#stopping.signal.removeEventListener('abort', onStop);
  }

  #spawn() {
    const { folder, port, readable, preload } = this.#options;
    const endWithParent = path.join(preload, 'endWithParent.mjs');
    const child = spawn(
      process.execPath,
      [
        // It answers over HTTP and needs nothing else of this machine: it may write no file and start no process.
        '--permission',
        ...[...readable, endWithParent].map(each => `--allow-fs-read=${each}`),
        `--import=${pathToFileURL(endWithParent)}`,
        ENTRY,
      ],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          PORT: String(port),
          HOST: '127.0.0.1',
          PUBLIC_URL: this.url,
        },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', line => this.#hear(line));
    }
    return child;
  }

  /** Waits until it answers; one that does not in time is ended, and so comes again. */
  async #watchStart(child: ChildProcess, signal: AbortSignal) {
    const { port, patience } = this.#options;
    const late = setTimeout(() => {
      const seconds = patience.startMs / 1000;
      this.#hear(`did not answer at /healthz within ${seconds} s`);
      child.kill('SIGKILL');
    }, patience.startMs);
    let answered = false;
    while (!answered && !signal.aborted) {
      answered = await answers(port, signal);
      // Another program may hold the port and answer in its place: then the child ends soon.
      await pause(ASK_EVERY_MS, signal);
    }
    clearTimeout(late);
    if (!signal.aborted) this.#become('running');
  }

  async #end(child: ChildProcess, over: Promise<void>) {
    child.kill('SIGTERM');
    const waiting = new AbortController();
    const late = pause(this.#options.patience.stopMs, waiting.signal).then(
      () => !waiting.signal.aborted && child.kill('SIGKILL'),
    );
    await over;
    waiting.abort();
    await late;
  }

  #pause(ms: number) {
    return pause(ms, this.#stopping.signal);
  }

  #become(state: ServerState) {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onState(state);
  }

  #hear(line: string) {
    const words = line.slice(0, LINE_CHARS_MAX);
    this.#lines = [...this.#lines, words].slice(-LINES_MAX);
    this.#options.onLine(words);
  }
}

async function answers(port: number, signal: AbortSignal) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
