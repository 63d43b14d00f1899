// How a test in a browser has the portal restarted that it uses.
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Has `restart` done for each POST, which is answered when it is over: 204, or 500 with what went wrong. Answers the URL,
 * of this machine only.
 */
export async function restartOnRequest(restart) {
  const server = createServer(async (req, res) => {
    if (req.method !== 'POST') {
      res.writeHead(405, { allow: 'POST' }).end();
      return;
    }
    try {
      await restart();
      res.writeHead(204).end();
    } catch (error) {
      res.writeHead(500).end(error.message);
    }
  }).listen(0, '127.0.0.1');
  server.unref();
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}/`;
}
