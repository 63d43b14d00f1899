import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { z } from 'zod';
import { isProjectName } from './projectName.ts';

const bookSchema = z.record(
  z.string().refine(isProjectName),
  z.int().min(1).max(65_535),
);

const isFree = (port: number) =>
  new Promise<boolean>(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      probe.close(() => resolve(true)),
    );
  });

function read(file: string) {
  try {
    const book = bookSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return Object.entries(book.data ?? {});
  } catch {
    return []; // not there yet, or half written: then ports are given anew
  }
}

/** Which project has which port of a list. It is kept in a file, because a catalog remembers the URL of a server. */
export class PortBook {
  readonly #file: string;
  readonly #ports: readonly number[];
  readonly #byName: Map<string, number>;

  constructor(options: { file: string; ports: readonly number[] }) {
    this.#file = options.file;
    this.#ports = options.ports;
    this.#byName = new Map(
      read(options.file).filter(([, port]) => options.ports.includes(port)),
    );
  }

  /** The port of a project: its own, or the first that no project has and nobody listens at; undefined when there is none left. */
  async portOf(name: string): Promise<number | undefined> {
    const own = this.#byName.get(name);
    if (own) return own;
    const given = new Set(this.#byName.values());
    for (const port of this.#ports) {
      if (!given.has(port) && (await isFree(port))) {
        this.#byName.set(name, port);
        this.#write();
        return port;
      }
    }
    return undefined;
  }

  /** Gives the ports of all other projects back. */
  keepOnly(names: readonly string[]): void {
    const gone = [...this.#byName.keys()].filter(each => !names.includes(each));
    if (gone.length === 0) return;
    gone.forEach(name => this.#byName.delete(name));
    this.#write();
  }

  #write() {
    const fresh = `${this.#file}.new`;
    writeFileSync(fresh, JSON.stringify(Object.fromEntries(this.#byName)));
    renameSync(fresh, this.#file);
  }
}
