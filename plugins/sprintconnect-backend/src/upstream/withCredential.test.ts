import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  getCACertificates,
  setDefaultCACertificates,
  type TLSSocket,
} from 'node:tls';
import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import { makeCertificate } from '../administration/__testUtils__/makeCertificate';
import {
  CredentialError,
  type OutgoingCredential,
  type Presented,
} from '../ports';
import { createEgress } from '../egress';
import { closeLater, closePeers, serveRaw } from './__testUtils__/peers';
import {
  failureOf,
  http,
  openUpstream,
  patient,
  sse,
} from './__testUtils__/openUpstream';
import { UpstreamError } from './UpstreamError';
import { withCredential } from './withCredential';

afterEach(closePeers);

const presented = (token: string, version = 1): Presented => ({
  headers: { authorization: `Bearer ${token}` },
  secrets: [token],
  words: `version ${version}`,
  attempt: { version, tries: 1 },
});

/** Presents these, one after the other is refused. */
function credentialOf(...tokens: string[]) {
  const asked: string[] = [];
  const credential: OutgoingCredential = {
    present: async (url, { refused }) => {
      asked.push(url.origin);
      const at = refused ? refused.attempt.version : 0;
      return at < tokens.length ? presented(tokens[at], at + 1) : undefined;
    },
  };
  return { credential, asked };
}

const target = (remote: Remote, credential: OutgoingCredential) => ({
  orgId: 'default',
  environment: 'production',
  serverId: 'id',
  remotes: [remote],
  credential,
});

/** A modern server that answers with what it is asked, if the token is right, and with what it got. */
async function serveGuarded(accepts: (authorization: unknown) => number) {
  const got: unknown[] = [];
  const peer = await serveRaw((req, res, body) => {
    got.push(req.headers.authorization);
    const status = accepts(req.headers.authorization);
    if (status !== 200) {
      res.writeHead(status, { 'www-authenticate': 'Bearer' }).end('no');
      return;
    }
    const result =
      body.method === 'server/discover'
        ? {
            supportedVersions: ['2026-07-28'],
            capabilities: { tools: {} },
            serverInfo: { name: 'guarded', version: '1' },
            resultType: 'complete',
          }
        : {
            tools: [
              {
                name: 'echo',
                description: `You sent ${req.headers.authorization}`,
                inputSchema: { type: 'object' },
              },
            ],
            resultType: 'complete',
          };
    res
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id: body.id, result }));
  });
  return { ...peer, got };
}

const isToken = (token: string) => (authorization: unknown) =>
  authorization === `Bearer ${token}` ? 200 : 401;

it('is presented with each request of discoveries, probes and calls, and hidden in what comes back', async () => {
  const peer = await serveGuarded(isToken('right-token'));
  const { upstream } = openUpstream();
  const { credential } = credentialOf('right-token');
  const to = target(http(peer.url), credential);
  const connection = await upstream.connect(to, patient());
  closeLater(() => connection.close());
  const listed = [];
  for await (const page of connection.list('tool', patient()))
    listed.push(...page);
  expect(listed[0].definition.description).toBe('You sent Bearer [hidden]');
  const probing = { signal: patient(), timeoutMs: 30_000 };
  await upstream.probe(to, probing);
  const channel = await upstream.openChannel(to, {
    signal: patient(),
    clientCapabilities: {},
  });
  closeLater(() => channel.close());
  const answer = await channel.request(
    { method: 'tools/list', params: {} },
    {
      signal: patient(),
      timeoutMs: 30_000,
      clientCapabilities: {},
      resultBytesMax: 100_000,
    },
  );
  expect(JSON.stringify(answer)).toContain('You sent Bearer [hidden]');
  expect(new Set(peer.got)).toEqual(new Set(['Bearer right-token']));
  expect(peer.got.length).toBeGreaterThan(4);
});

it('falls back on what else is good after a 401, within the request', async () => {
  const peer = await serveGuarded(isToken('old-token'));
  const { upstream } = openUpstream();
  const { credential } = credentialOf('new-token', 'old-token');
  const connection = await upstream.connect(
    target(http(peer.url), credential),
    patient(),
  );
  closeLater(() => connection.close());
  expect(connection.verdict.era).toBe('modern');
  expect(peer.got.slice(0, 2)).toEqual([
    'Bearer new-token',
    'Bearer old-token',
  ]);
});

it.each([http, sse])('says that it was rejected (%p)', async remote => {
  const peer = await serveGuarded(() => 401);
  const { upstream } = openUpstream();
  const { credential } = credentialOf('wrong-token');
  const failure = await failureOf(
    upstream.connect(target(remote(peer.url), credential), patient()),
  );
  expect(failure).toMatchObject({ code: 'auth' });
  expect(failure.message).toMatch(
    /rejected the credential of the server \(version 1, HTTP 401\)\. Replace the credential\./,
  );
  expect(failure.message).not.toContain('wrong-token');
});

it('says that it may not do enough', async () => {
  const peer = await serveRaw((_req, res) =>
    res
      .writeHead(403, {
        'www-authenticate': 'Bearer error="insufficient_scope"',
      })
      .end(),
  );
  const { upstream } = openUpstream();
  const { credential } = credentialOf('small-token');
  const failure = await failureOf(
    upstream.connect(target(http(peer.url), credential), patient()),
  );
  expect(failure.code).toBe('auth');
  expect(failure.message).toContain("doesn't allow this with the credential");
});

it('sends nothing where it cannot be presented, and nothing to where a redirect leads', async () => {
  const elsewhere = await serveGuarded(() => 200);
  const peer = await serveRaw((_req, res) =>
    res.writeHead(307, { location: elsewhere.url }).end(),
  );
  const { upstream } = openUpstream();
  const cannot: OutgoingCredential = {
    present: async () => {
      throw new CredentialError('It expired, so nothing was sent.');
    },
  };
  const failure = await failureOf(
    upstream.connect(target(http(peer.url), cannot), patient()),
  );
  expect(failure).toMatchObject({
    code: 'credential',
    message: 'It expired, so nothing was sent.',
  });
  expect(peer.seen).toEqual([]);
  const { credential, asked } = credentialOf('some-token');
  const redirected = await failureOf(
    upstream.connect(target(http(peer.url), credential), patient()),
  );
  expect(redirected.code).toBe('egress-refused');
  expect(elsewhere.connections()).toBe(0);
  expect(new Set(asked)).toEqual(new Set([new URL(peer.url).origin]));
});

it('refuses a target whose credential nobody has, and connects to nothing', async () => {
  const peer = await serveGuarded(() => 200);
  const { upstream } = openUpstream();
  const failure = await failureOf(
    upstream.probe(
      {
        orgId: 'default',
        environment: 'production',
        serverId: 'id',
        remotes: [http(peer.url)],
        credentialRef: 'some',
      },
      { signal: patient(), timeoutMs: 30_000 },
    ),
  );
  expect(failure.code).toBe('credential');
  expect(peer.connections()).toBe(0);
});

it('goes before a header of the remote', async () => {
  const peer = await serveGuarded(isToken('right-token'));
  const { upstream } = openUpstream();
  const remote = {
    ...http(peer.url),
    headers: { Authorization: 'Bearer other' },
  } as Remote;
  const { credential } = credentialOf('right-token');
  await upstream.probe(target(remote, credential), {
    signal: patient(),
    timeoutMs: 30_000,
  });
  expect(new Set(peer.got)).toEqual(new Set(['Bearer right-token']));
});

it('shows a client certificate, on a connection of its own each time', async () => {
  const server = makeCertificate('server');
  const client = makeCertificate('client');
  const seen: string[] = [];
  const listener = createServer(
    {
      ...server,
      requestCert: true,
      rejectUnauthorized: false,
    },
    (req, res) => {
      const socket = req.socket as TLSSocket;
      const { subject } = socket.getPeerCertificate();
      seen.push(`${subject?.CN ?? 'nobody'} ${socket.remotePort}`);
      res.end('fine');
    },
  );
  await new Promise<void>(settle => listener.listen(0, '127.0.0.1', settle));
  closeLater(() => {
    listener.closeAllConnections();
    listener.close();
  });
  const { port } = listener.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}/mcp`;
  const trusted = getCACertificates('default');
  setDefaultCACertificates([server.cert]);
  const egress = createEgress({ allow: [{ host: '127.0.0.1' }] });
  closeLater(() => egress.close());
  try {
    const { cert, key } = client;
    const way = withCredential(
      egress,
      {
        present: async () => ({
          headers: {},
          clientCertificate: { cert, key },
          secrets: [key.trim()],
          words: 'version 1',
          attempt: { version: 1, tries: 1 },
        }),
      },
      http(url),
    );
    for (let time = 0; time < 2; time++) {
      expect(await (await way.fetch()(url)).text()).toBe('fine');
    }
    await (await egress.fetch()(url)).text();
  } finally {
    setDefaultCACertificates(trusted);
  }
  const [names, ports] = [0, 1].map(part =>
    seen.map(each => each.split(' ')[part]),
  );
  expect(names).toEqual(['client', 'client', 'nobody']);
  expect(new Set(ports).size).toBe(3);
});

it('throws what is our own fault as it is', async () => {
  const egress = createEgress({ allow: [] });
  closeLater(() => egress.close());
  const failing: OutgoingCredential = {
    present: async () => {
      throw new RangeError('ours');
    },
  };
  const url = 'http://127.0.0.1:1/mcp';
  const way = withCredential(egress, failing, http(url));
  const error = await way
    .fetch()(url)
    .catch(each => each);
  expect(error).toBeInstanceOf(RangeError);
  expect(error).not.toBeInstanceOf(UpstreamError);
});
