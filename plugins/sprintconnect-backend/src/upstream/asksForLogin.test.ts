import type { ServerResponse } from 'node:http';
import { closePeers, serveModern, serveRaw } from './__testUtils__/peers';
import {
  failureOf,
  http,
  openUpstream,
  patient,
  sse,
} from './__testUtils__/openUpstream';

afterEach(closePeers);

const CHALLENGE = {
  'www-authenticate':
    'Bearer resource_metadata="http://127.0.0.1/.well-known/oauth-protected-resource/mcp"',
};
const HALFWAY = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {}, prompts: {} },
  serverInfo: { name: 'halfway', version: '1' },
};

function answer(res: ServerResponse, message: { id: unknown; result: object }) {
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ jsonrpc: '2.0', ...message }));
}

const SCOPE = { 'www-authenticate': 'Bearer error="insufficient_scope"' };

describe('a server that asks for a login', () => {
  it.each([
    [401, CHALLENGE],
    [403, SCOPE],
  ])(
    'HTTP %i with a challenge is known as such by probes and connections, over both transports',
    async (status, challenge) => {
      const { url } = await serveRaw((_req, res) =>
        res.writeHead(status, challenge).end('secret-of-the-upstream'),
      );
      for (const remote of [http(url), sse(url)]) {
        // What is told is looked at, not how soon.
        const { probe, connect } = openUpstream({
          connectTimeoutMs: 60_000,
          requestTimeoutMs: 60_000,
        });
        for (const failure of [
          await failureOf(probe([remote], { timeoutMs: 60_000 })),
          await failureOf(connect([remote])),
        ]) {
          expect([remote.type, failure.code]).toEqual([
            remote.type,
            'login-required',
          ]);
          expect(failure.message).toContain(`(HTTP ${status} at ${url})`);
          expect(failure.message).not.toContain('secret');
        }
      }
    },
  );

  it('is alive though another of its remotes is not', async () => {
    const { url } = await serveRaw((_req, res) =>
      res.writeHead(401, CHALLENGE).end(),
    );
    const { probe } = openUpstream();
    const dead = http('http://127.0.0.1:1/mcp');
    for (const remotes of [
      [dead, http(url)],
      [http(url), dead],
    ]) {
      expect((await failureOf(probe(remotes))).code).toBe('login-required');
    }
  });

  it('is not asked for one where another remote lets everybody in', async () => {
    const { url } = await serveRaw((_req, res) =>
      res.writeHead(401, CHALLENGE).end(),
    );
    const open = await serveModern();
    const { probe } = openUpstream();
    expect(await probe([http(url), http(open.url)])).toEqual({
      latencyMs: expect.any(Number),
    });
  });

  it('is asked the other question all the same, which it may answer', async () => {
    const { url, seen } = await serveRaw((_req, res, { id, method }) => {
      if (method === 'initialize') answer(res, { id, result: HALFWAY });
      else res.writeHead(401, CHALLENGE).end();
    });
    expect(await openUpstream().probe([http(url)])).toEqual({
      latencyMs: expect.any(Number),
    });
    expect(seen).toEqual(['POST server/discover', 'POST initialize']);
  });

  it('says of one list that it asks for a login, and gives the others', async () => {
    const { url } = await serveRaw((_req, res, { id, method }) => {
      if (method === 'initialize') {
        answer(res, { id, result: HALFWAY });
      } else if (method === 'prompts/list') {
        answer(res, { id, result: { prompts: [] } });
      } else if (method === 'tools/list') res.writeHead(401, CHALLENGE).end();
      else if (method === 'notifications/initialized') res.writeHead(202).end();
      else res.writeHead(405).end();
    });
    const connection = await openUpstream().connect([http(url)]);
    const read = async (kind: 'tool' | 'prompt') => {
      for await (const page of connection.list(kind, patient())) {
        expect(page).toEqual([]);
      }
    };
    await read('prompt');
    expect((await failureOf(read('tool'))).code).toBe('login-required');
    expect(connection.isOver).toBe(false);
  });
});
