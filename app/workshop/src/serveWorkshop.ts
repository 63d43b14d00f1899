import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  localhostHostValidation,
  localhostOriginValidation,
} from '@modelcontextprotocol/node';
import type { Workshop } from './Workshop.ts';
import type { WorkshopFolder } from './WorkshopFolder.ts';
import { filesOf, readProjectFile } from './projectFile.ts';
import { withRealUrl } from './withRealUrl.ts';

const CATALOG_INFO = 'catalog-info.yaml';

interface Answer {
  status: number;
  type: string;
  text: string;
}

const json = (body: object, status = 200): Answer => ({
  status,
  type: 'application/json',
  text: `${JSON.stringify(body, null, 2)}\n`,
});
const nothing = (message: string) => json({ message }, 404);

/** Answers questions about the projects of a workshop, and changes nothing. */
class WorkshopSite {
  readonly #workshop: Workshop;
  readonly #folder: WorkshopFolder;

  constructor(workshop: Workshop, folder: WorkshopFolder) {
    this.#workshop = workshop;
    this.#folder = folder;
  }

  async answer(path: string): Promise<Answer> {
    if (path === '/healthz') return json({ status: 'ok' });
    if (path === '/') {
      const projects = this.#workshop
        .reports()
        .map(({ lines, ...report }) => report);
      return json({ projects });
    }
    const [name, ...rest] = path.slice(1).split('/');
    const report = this.#workshop.report(name);
    if (!report) return nothing(`There is no project "${name}".`);
    const folder = this.#folder.pathOf(name);
    const file = rest.join('/');
    if (file === '') {
      return json({ ...report, files: await filesOf(folder) });
    }
    const text = await readProjectFile(folder, file);
    if (text === undefined) return nothing(`"${name}" has no such file.`);
    const shown =
      file === CATALOG_INFO && report.url
        ? withRealUrl(text, report.url)
        : text;
    return { status: 200, type: 'text/plain; charset=utf-8', text: shown };
  }
}

/**
 * Serves a workshop on 127.0.0.1, for reading only, to requests that name the local machine as host and come from no foreign
 * page: `/` lists the projects, `/<name>/` tells of one, `/<name>/<file>` is a file of it, `/healthz` says that all is well.
 *
 * @param options - `port` 0 takes a free one.
 * @throws Error when the port is taken.
 */
export async function serveWorkshop(options: {
  workshop: Workshop;
  folder: WorkshopFolder;
  port: number;
}): Promise<{ port: number; close: () => Promise<void> }> {
  const site = new WorkshopSite(options.workshop, options.folder);
  const hostIsLocal = localhostHostValidation();
  const originIsLocal = localhostOriginValidation();
  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    if (!hostIsLocal(req, res) || !originIsLocal(req, res)) return;
    const reads = req.method === 'GET' || req.method === 'HEAD';
    const answer = reads
      ? await site.answer(pathOf(req))
      : json({ message: 'The workshop can only be read.' }, 405);
    res.writeHead(answer.status, {
      'content-type': answer.type,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      ...(!reads && { allow: 'GET, HEAD' }),
    });
    res.end(req.method === 'HEAD' ? undefined : answer.text);
  };
  const server = createServer((req, res) => {
    serve(req, res).catch(() => res.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The path that is asked for, decoded; one that can't be is no project's. */
function pathOf(req: IncomingMessage) {
  const [path] = (req.url ?? '/').split('?');
  try {
    return decodeURIComponent(path);
  } catch {
    return '//';
  }
}
