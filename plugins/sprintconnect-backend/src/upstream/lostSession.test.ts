import { closePeers, serveRaw, startEverything } from './__testUtils__/peers';
import {
  failureOf,
  http,
  namesOf,
  openUpstream,
  sse,
} from './__testUtils__/openUpstream';
import { serveSessions, UNKNOWN_SESSION } from './__testUtils__/serveSessions';
import { serveSse } from './__testUtils__/serveSse';
import { renewLostSession } from './renewLostSession';
import { UpstreamError } from './UpstreamError';

afterEach(closePeers);

const WORDS = expect.stringContaining(
  "doesn't know the session it just opened",
);

describe('a session that the server lost', () => {
  it.each([
    ['as specified', UNKNOWN_SESSION.specified],
    ['as the examples do', UNKNOWN_SESSION.examples],
  ])('is told of in words, said %s', async (_name, refusal) => {
    const { url } = await serveSessions(
      (_session, method) => method !== 'tools/list',
      refusal,
    );
    const connection = await openUpstream().connect([http(url)]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error).toMatchObject({ code: 'protocol', message: WORDS });
    expect(error.lostSession).toBe(true);
    expect(await namesOf(connection, 'prompt')).toEqual(['greet']);
  });

  it('is told of on any page', async () => {
    const { url } = await serveSessions(
      (_session, _method, { params }) => params?.cursor === undefined,
    );
    const connection = await openUpstream().connect([http(url)]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.lostSession).toBe(true);
  });

  it('is told of before the connection is complete, also beside another remote', async () => {
    const { url } = await serveSessions(
      (_session, method) => method !== 'notifications/initialized',
    );
    const { connect } = openUpstream();
    const error = await failureOf(connect([http(url)]));
    expect(error).toMatchObject({ lostSession: true, message: WORDS });
    const dead = http('http://10.255.255.1/mcp');
    const both = await failureOf(connect([dead, http(url)]));
    expect(both.lostSession).toBe(true);
  });

  it('is told of before the connection is complete, without a question of the other era', async () => {
    const { url, seen } = await serveSessions(
      (_session, method) => method !== 'notifications/initialized',
    );
    const upstream = openUpstream();
    const at = upstream.clock.now();
    const prior = { era: 'legacy', protocolVersion: '2025-11-25', at } as const;
    const error = await failureOf(upstream.connect([http(url)], prior));
    expect(error.lostSession).toBe(true);
    expect(seen).toEqual(['POST initialize', 'POST notifications/initialized']);
  });

  it('is told of when changes are listened for', async () => {
    const { url } = await serveSessions((_session, method) => method !== 'GET');
    const connection = await openUpstream().connect([http(url)]);
    const listening = connection.onListChanged(() => {});
    const error = await failureOf(listening as Promise<unknown>);
    expect(error).toMatchObject({ lostSession: true, message: WORDS });
  });

  it('is told of over SSE, where the endpoint holds it', async () => {
    for (const [status, text] of [
      [404, 'Could not find session'],
      [400, 'No transport found for sessionId'],
    ] as const) {
      const { url } = await serveSse({
        streamAt: '/sse',
        endpoint: '/post',
        before: (_req, res, { method }) => {
          if (method !== 'tools/list') return false;
          res.writeHead(status).end(text);
          return true;
        },
      });
      const connection = await openUpstream().connect([sse(url)]);
      const error = await failureOf(namesOf(connection, 'tool'));
      expect(error).toMatchObject({ lostSession: true, message: WORDS });
    }
  });

  it('is renewed once by a probe that connects', async () => {
    let lost = 0;
    const { url, paths } = await serveSse({
      streamAt: '/sse',
      endpoint: '/post',
      before: (_req, res, { method }) => {
        if (method !== 'initialize' || lost++ > 0) return false;
        res.writeHead(404).end();
        return true;
      },
    });
    const answer = await openUpstream().probe([sse(url)]);
    expect(answer).toEqual({ latencyMs: expect.any(Number) });
    expect(paths.filter(each => each === 'GET /sse')).toHaveLength(2);
  });

  it('is told of when a real server was restarted', async () => {
    const {
      url,
      port,
      process: before,
    } = await startEverything('streamableHttp');
    const connection = await openUpstream().connect([http(url)]);
    before.kill('SIGKILL');
    await new Promise(resolve => before.once('exit', resolve));
    await startEverything('streamableHttp', port);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error).toMatchObject({ lostSession: true, message: WORDS });
  });

  it('is ended by DELETE when it is not lost', async () => {
    const { url, ended, opened } = await serveSessions();
    const connection = await openUpstream().connect([http(url)]);
    expect(await namesOf(connection, 'tool')).toEqual(['tool-0', 'tool-1']);
    await connection.close();
    expect(ended).toEqual(opened);
  });
});

/** A server that opens this session, or none, and refuses its list of tools so. */
function serveRefusing(session: string, status: number, text: string) {
  return serveRaw((_req, res, { id, method }) => {
    if (id === undefined) return res.writeHead(202).end();
    if (method === 'tools/list') return res.writeHead(status).end(text);
    const result = {
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 'by-hand', version: '1' },
    };
    return res
      .writeHead(200, {
        'content-type': 'application/json',
        ...(session && { 'mcp-session-id': session }),
      })
      .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  });
}

describe('what is no lost session', () => {
  it.each([
    ['in a session', 'kept', 400, '{"error":"the cursor is wrong"}'],
    ['in a session', 'kept', 500, 'Session not found'],
    ['without one', '', 404, 'Session not found'],
  ])('%s (%j): HTTP %i with %s', async (...[, session, status, text]) => {
    const { url } = await serveRefusing(session, status, text);
    const connection = await openUpstream().connect([http(url)]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.message).toContain(`returned HTTP ${status}`);
    expect(error.lostSession).toBe(false);
  });

  it('HTTP 404 that does not know the method, which is an empty list', async () => {
    const error = { code: -32601, message: 'no such method' };
    const text = JSON.stringify({ jsonrpc: '2.0', id: 9, error });
    const { url } = await serveRefusing('kept', 404, text);
    const connection = await openUpstream().connect([http(url)]);
    expect(await namesOf(connection, 'tool')).toEqual([]);
  });
});

describe('renewLostSession', () => {
  const lost = new UpstreamError('protocol', 'lost', { lostSession: true });
  const other = new UpstreamError('protocol', 'other');

  it.each([
    ['works', [undefined], 1, undefined],
    ['loses the session once', [lost, undefined], 2, undefined],
    ['loses it twice', [lost, lost, undefined], 2, lost],
    ['fails otherwise', [other, undefined], 1, other],
    ['fails otherwise the second time', [lost, other], 2, other],
  ])('of work that %s', async (...[, outcomes, times, thrown]) => {
    const attempts: boolean[] = [];
    const work = renewLostSession(async ({ isSecond }) => {
      const outcome = outcomes[attempts.length];
      attempts.push(isSecond);
      if (outcome) throw outcome;
    });
    expect(await work.catch(error => error)).toBe(thrown);
    expect(attempts).toEqual([false, true].slice(0, times));
  });
});
