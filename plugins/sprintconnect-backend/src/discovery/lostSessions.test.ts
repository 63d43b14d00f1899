import type { ServerResponse } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { startLoopbackUpstream } from '../__testUtils__';
import {
  closeLater,
  closePeers,
  type JsonRpc,
  serveRaw,
} from '../upstream/__testUtils__/peers';
import { http } from '../upstream/__testUtils__/openUpstream';
import { serveSessions } from '../upstream/__testUtils__/serveSessions';
import { observeServer } from './observeServer';

afterEach(closePeers);

function observe(url: string) {
  const { upstream, close } = startLoopbackUpstream();
  closeLater(close);
  const steps: string[] = [];
  const observed = observeServer(
    upstream,
    {
      orgId: 'default',
      serverId: 'id',
      environment: 'development',
      remotes: [{ type: 'streamable-http', url }],
    },
    {
      signal: new AbortController().signal,
      progress: ({ message }) => steps.push(message),
    },
  );
  return Object.assign(observed, { steps, upstream });
}

const namesIn = (observed: Awaited<ReturnType<typeof observe>>) =>
  observed.capabilities.map(({ name }) => name).sort();
const ALL = ['greet', 'tool-0', 'tool-1'];

/** Passes each request on to the server that `to` names, as a balancer of requests does. */
function balanceRequests(
  to: (res: ServerResponse, body: JsonRpc) => Promise<string | undefined>,
) {
  return serveRaw(async (req, res, body) => {
    const url = await to(res, body);
    if (url === undefined) return;
    const session = req.headers['mcp-session-id'];
    const response = await fetch(url, {
      method: req.method,
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...(session && { 'mcp-session-id': String(session) }),
      },
      ...(req.method === 'POST' && { body: JSON.stringify(body) }),
    });
    const kept = ['content-type', 'mcp-session-id'].flatMap(name => {
      const value = response.headers.get(name);
      return value ? [[name, value]] : [];
    });
    res
      .writeHead(response.status, Object.fromEntries(kept))
      .end(await response.text());
  });
}

/** Passes each connection on to the next of these ports in turn, as a service of Kubernetes does. */
async function balanceConnections(ports: number[]): Promise<string> {
  let turn = 0;
  const server = createServer(socket => {
    const inner = connect(ports[turn++ % ports.length]!, '127.0.0.1');
    for (const each of [socket, inner]) each.on('error', () => {});
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
    closeLater(() => socket.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closeLater(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

describe('a server that loses the session', () => {
  it.each(['notifications/initialized', 'tools/list', 'prompts/list'])(
    'once, at %s, is observed whole with a second one',
    async method => {
      const { url, opened, ended } = await serveSessions(
        (session, asked) => asked !== method || session !== opened[0],
      );
      const observing = observe(url);
      expect(namesIn(await observing)).toEqual(ALL);
      expect(opened).toHaveLength(2);
      expect(ended).toContain(opened[1]);
      expect(observing.steps).toContain(
        'Reconnecting because the server lost the session',
      );
    },
  );

  it('once, in the middle of a list, is observed from the beginning', async () => {
    const { url, opened } = await serveSessions(
      (session, _method, { params }) =>
        params?.cursor === undefined || session !== opened[0],
    );
    expect(namesIn(await observe(url))).toEqual(ALL);
    expect(opened).toHaveLength(2);
  });

  it('while another list fails, is observed whole with a second one', async () => {
    const peer = await serveSessions(
      (session, method) =>
        method !== 'prompts/list' || session !== peer.opened[0],
    );
    let refused = () => {};
    const isRefused = new Promise<void>(resolve => {
      refused = resolve;
    });
    let failed = false;
    const { url } = await balanceRequests(async (res, { method }) => {
      if (method === 'prompts/list') res.on('close', refused);
      if (method !== 'tools/list' || failed) return peer.url;
      failed = true;
      await isRefused;
      res.writeHead(500).end();
      return undefined;
    });
    expect(namesIn(await observe(url))).toEqual(ALL);
    expect(peer.opened).toHaveLength(2);
  });

  it('always, is given up after the second one, in words that help', async () => {
    const { url, opened } = await serveSessions(
      (_session, method) => method !== 'tools/list',
    );
    await expect(observe(url)).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringMatching(
        /session .*HTTP 404.* restarted.* replicas .*owner can route each session/,
      ),
    });
    expect(opened).toHaveLength(2);
  });
});

describe('two replicas that do not share sessions', () => {
  it('behind a balancer of connections are observed', async () => {
    const replicas = [await serveSessions(), await serveSessions()];
    const url = await balanceConnections(replicas.map(({ port }) => port));
    for (let time = 1; time <= 6; time++) {
      expect(namesIn(await observe(url))).toEqual(ALL);
    }
  });

  it('behind a balancer of requests are told of by their sessions, although each answers a probe', async () => {
    const replicas = [await serveSessions(), await serveSessions()];
    let turn = 0;
    const { url } = await balanceRequests(
      async () => replicas[turn++ % 2]!.url,
    );
    const opened = () => replicas.flatMap(each => each.opened).length;
    for (let time = 1; time <= 3; time++) {
      const before = opened();
      const observing = observe(url);
      await expect(observing).rejects.toMatchObject({
        message: expect.stringContaining('without sharing sessions'),
      });
      expect(opened() - before).toBe(2);
      const target = {
        orgId: 'default',
        serverId: 'id',
        environment: 'development',
        remotes: [http(url)],
      };
      const limits = { signal: new AbortController().signal, timeoutMs: 5_000 };
      const { latencyMs } = await observing.upstream.probe(target, limits);
      expect(latencyMs).toBeGreaterThan(0);
    }
  });
});
