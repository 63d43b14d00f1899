import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';

/** Serves the files of a folder by HTTP, as a host of repositories does. */
export class FolderHost {
  readonly #server: Server;

  constructor(folder: string) {
    this.#server = createServer((req, res) => {
      readFile(join(folder, basename(req.url ?? ''))).then(
        text => res.end(text),
        () => {
          res.statusCode = 404;
          res.end();
        },
      );
    });
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await new Promise(resolve => this.#server.once('listening', resolve));
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}
