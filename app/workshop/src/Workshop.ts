import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PortBook } from './PortBook.ts';
import { ServerProcess } from './ServerProcess.ts';
import type { Patience, ServerState } from './ServerProcess.ts';
import type { WorkshopFolder } from './WorkshopFolder.ts';

const LOOK_EVERY_MS = 300;

/** What the workshop knows of a project. */
export interface ProjectReport {
  name: string;
  /** `no-port`: all ports are given to others, so that it waits until one of them goes. */
  state: ServerState | 'no-port';
  /** Where its MCP endpoint is; it keeps it as long as there is the project. */
  url?: string;
  /** How often it ended by itself since it last ran for long. */
  ends: number;
  /** The newest lines of what it said, the newest last. */
  lines: readonly string[];
}

export interface WorkshopOptions {
  /** The path of `folder`. */
  root: string;
  folder: WorkshopFolder;
  /** The ports that projects may have. */
  ports: readonly number[];
  /** The folder of packages that projects import from. */
  packages: string;
  /** The folder of `endWithParent.mjs`. */
  preload: string;
  patience: Patience;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
  say: (words: string) => void;
}

/** Runs every project of a folder, from when it is published until it is taken away. */
export class Workshop {
  readonly #options: WorkshopOptions;
  readonly #ports: PortBook;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, ServerProcess>();
  #withoutPort: string[] = [];
  #watching: Promise<void> | undefined;

  constructor(options: WorkshopOptions) {
    this.#options = options;
    this.#ports = new PortBook({
      file: join(options.root, '.ports.json'),
      ports: options.ports,
    });
  }

  /** Starts what is there, and from now on watches what comes and goes. */
  start(): void {
    this.#watching ??= this.#watch();
  }

  reports(): ProjectReport[] {
    const started = [...this.#running].map(([name, server]) => ({
      name,
      state: server.state,
      url: server.url,
      ends: server.ends,
      lines: server.lines,
    }));
    const waiting = this.#withoutPort.map(name => ({
      name,
      state: 'no-port' as const,
      ends: 0,
      lines: [],
    }));
    return [...started, ...waiting].sort((one, other) =>
      one.name < other.name ? -1 : 1,
    );
  }

  report(name: string): ProjectReport | undefined {
    return this.reports().find(each => each.name === name);
  }

  /** Stops all servers; the projects stay. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
    const servers = [...this.#running.values()];
    await Promise.all(servers.map(server => server.stop()));
  }

  async #watch() {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#look();
      } catch (error) {
        this.#options.say(`can't read its folder: ${error}`);
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #look() {
    const names = await this.#options.folder.projects();
    const gone = [...this.#running].filter(([name]) => !names.includes(name));
    await Promise.all(gone.map(([name, server]) => this.#end(name, server)));
    this.#ports.keepOnly(names);
    const waiting = [];
    for (const name of names.filter(each => !this.#running.has(each))) {
      const port = await this.#ports.portOf(name);
      if (port) this.#begin(name, port);
      else waiting.push(name);
    }
    this.#withoutPort = waiting;
  }

  #begin(name: string, port: number) {
    const { folder, packages, preload, patience, now, say } = this.#options;
    const path = folder.pathOf(name);
    const server = new ServerProcess({
      folder: path,
      port,
      readable: [path, packages],
      preload,
      patience,
      now,
      onLine: line => say(`${name} | ${line}`),
      onState: state => say(`${name} is ${state}, at ${server.url}`),
    });
    this.#running.set(name, server);
  }

  async #end(name: string, server: ServerProcess) {
    await server.stop();
    this.#running.delete(name);
  }
}
