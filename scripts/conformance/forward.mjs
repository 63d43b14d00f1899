// A small HTTP proxy on loopback: passes requests on as they are, but for what it is told to change.
import http from 'node:http';
import { beforeEnd } from '../ending.mjs';

/** Of a text that a proxy has changed: it is longer or shorter. */
function withLength(headers, text) {
  const {
    'content-length': length,
    'transfer-encoding': encoding,
    ...rest
  } = headers;
  return { ...rest, 'content-length': Buffer.byteLength(text) };
}

async function textOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Passes requests on to `targetOf()`, a URL without a path, and answers back as they come. Whoever hangs up is hung up upon on the
 * other side. The header `Host` stays as it was sent.
 *
 * @param change - `request({headers, text})` and `response(text)` answer the same, changed; without them nothing is read here.
 */
export async function startProxy({ port, targetOf, pathOf, change }) {
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer(async (req, res) => {
    const url = new URL(targetOf());
    const read = change && (await textOf(req));
    const asked = change?.request({ headers: req.headers, text: read });
    const sent = http.request({
      ...{ agent, host: url.hostname, port: url.port, method: req.method },
      path: pathOf?.(req.url) ?? req.url,
      headers: asked ? withLength(asked.headers, asked.text) : req.headers,
    });
    sent.once('response', async answer => {
      const isJson = /^application\/json/.test(answer.headers['content-type']);
      if (change && isJson) {
        const text = change.response(await textOf(answer));
        res.writeHead(answer.statusCode, withLength(answer.headers, text));
        res.end(text);
        return;
      }
      res.writeHead(answer.statusCode, answer.headers);
      res.flushHeaders();
      answer.pipe(res);
      answer.once('error', () => res.destroy());
    });
    sent.once('error', () => res.destroy());
    res.once('close', () => sent.destroy());
    if (asked) sent.end(asked.text);
    else req.pipe(sent);
  });
  await new Promise(listening => server.listen(port, '127.0.0.1', listening));
  beforeEnd(() => {
    server.close();
    server.closeAllConnections();
    agent.destroy();
  });
}
