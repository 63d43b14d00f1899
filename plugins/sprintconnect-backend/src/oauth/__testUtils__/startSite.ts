import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';

/** One request that came. */
export interface Came {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What is answered: an object as JSON, a text as a page. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: object | string;
  /** Answers never. */
  hangs?: boolean;
}

/** What is at a path, with its query or with any; a function is asked each time. */
export type Pages = Record<
  string,
  Answer | ((came: Came) => Answer | Promise<Answer>)
>;

/** Serves these pages on this machine until the test is over; 404 elsewhere. Pages may be changed. */
export async function startSite(pages: Pages = {}) {
  const seen: Came[] = [];
  const server = createServer(async (req, res) => {
    const came: Came = {
      method: req.method ?? '',
      path: req.url ?? '',
      headers: req.headers,
      body: await text(req),
    };
    seen.push(came);
    const page = pages[came.path] ?? pages[came.path.split('?')[0]];
    const answer =
      typeof page === 'function' ? await page(came) : (page ?? { status: 404 });
    if (answer.hangs) return;
    const { status = 200, headers = {}, body = '' } = answer;
    const isPage = typeof body === 'string';
    res.writeHead(status, {
      'content-type': isPage ? 'text/html' : 'application/json',
      ...headers,
    });
    res.end(isPage ? body : JSON.stringify(body));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return closedAfterTest({
    url: `http://127.0.0.1:${port}`,
    pages,
    seen,
    /** The paths that were asked for, in order. */
    paths: () => seen.map(({ path }) => path),
    close: () => {
      server.closeAllConnections();
      return new Promise(done => server.close(done));
    },
  });
}
