import type { ServerResponse } from 'node:http';
import {
  closePeers,
  type JsonRpc,
  makeTools,
  serveModern,
  serveRaw,
} from './__testUtils__/peers';
import {
  failureOf,
  http,
  namesOf,
  openUpstream,
} from './__testUtils__/openUpstream';
import type { EraVerdict } from './EraVerdict';

afterEach(closePeers);

const NOW = new Date('2026-11-22T12:00:00.000Z');
const DAY_MS = 24 * 3600_000;
const legacy: EraVerdict = {
  era: 'legacy',
  protocolVersion: '2025-06-18',
  at: NOW,
};
const stale = { ...legacy, at: new Date(NOW.getTime() - DAY_MS) };
const modern: EraVerdict = {
  era: 'modern',
  protocolVersion: '2026-07-28',
  at: NOW,
};
const good = { latencyMs: expect.any(Number) };

type Habit = (res: ServerResponse, body: JsonRpc) => unknown;

const status =
  (code: number, type?: string, text = ''): Habit =>
  res =>
    res.writeHead(code, type ? { 'content-type': type } : {}).end(text);

const HABITS: Record<string, Habit> = {
  'is silent': () => {},
  'HTTP 401': status(401),
  'HTTP 403': status(403, 'text/plain', 'not by policy'),
  'HTTP 500 with JSON': status(500, 'application/json', '{"error":"what?"}'),
  'HTTP 501': status(501),
  'HTTP 502 with HTML': status(502, 'text/html', '<p>bad gateway</p>'),
  'breaks off': res => res.destroy(),
  'HTTP 200 without a body': status(200, 'application/json'),
  'HTTP 200 with null': status(200, 'application/json', 'null'),
  'HTTP 200 with other JSON': status(200, 'application/json', '{"error":"?"}'),
  'HTTP 200 with HTML': status(200, 'text/html', '<p>hello</p>'),
  'HTTP 202': status(202),
  'an event stream that ends': status(200, 'text/event-stream'),
};

function answer(res: ServerResponse, message: object) {
  return res
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', ...message }));
}

const answerInitialize: Habit = (res, { id }) =>
  answer(res, {
    id,
    result: {
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'by-hand', version: '1' },
    },
  });

/** A legacy server with one tool, which answers `server/discover` by the habit. */
function serveHabit(habit: Habit, initialize: Habit = answerInitialize) {
  return serveRaw((_req, res, body) => {
    const { id, method } = body;
    if (method === 'server/discover') return habit(res, body);
    if (id === undefined) return res.writeHead(202).end();
    if (method === 'initialize') return initialize(res, body);
    return answer(res, { id, result: { tools: makeTools(1) } });
  });
}

const methods = (seen: string[]) => seen.map(each => each.split(' ')[1]);
const quick = () => openUpstream({ connectTimeoutMs: 8_000 });

describe.each(Object.entries(HABITS))(
  'a legacy server that answers server/discover so: %s',
  (_name, habit) => {
    it.each([
      ['nothing', undefined],
      ['a stale verdict', stale],
      ['that it was modern', modern],
    ])('is discovered, knowing %s', async (_what, prior) => {
      const { url, seen } = await serveHabit(habit);
      const connection = await quick().connect([http(url)], prior);
      expect(connection.verdict.era).toBe('legacy');
      expect(await namesOf(connection, 'tool')).toEqual(['tool-0']);
      const asked = methods(seen).filter(each => each === 'initialize');
      expect(asked).toHaveLength(1);
    });

    it('is discovered without the question, knowing that it is legacy', async () => {
      const { url, seen } = await serveHabit(habit);
      const connection = await quick().connect([http(url)], legacy);
      expect(await namesOf(connection, 'tool')).toEqual(['tool-0']);
      expect(methods(seen)).not.toContain('server/discover');
    });

    it.each([
      ['nothing', undefined, ['server/discover', 'initialize']],
      ['a verdict', legacy, ['initialize']],
      ['a stale verdict', stale, ['initialize']],
    ])('answers a probe, knowing %s', async (_what, prior, asked) => {
      const { url, seen } = await serveHabit(habit);
      const limits = { prior, timeoutMs: 6_000 };
      expect(await openUpstream().probe([http(url)], limits)).toEqual(good);
      expect(methods(seen)).toEqual(asked);
    });
  },
);

describe('a server that is taken for legacy after one bad answer', () => {
  /** A server of both eras, whose first answers to `server/discover` have this HTTP status. */
  async function serveFailing(times: number, code = 503) {
    let left = times;
    const { url: to } = await serveModern();
    return serveRaw(async (req, res, body) => {
      if (body.method === 'server/discover' && left-- > 0) {
        res.writeHead(code).end();
        return;
      }
      const { host: _host, connection: _kept, ...headers } = req.headers;
      const response = await fetch(to, {
        method: req.method,
        headers: headers as Record<string, string>,
        body: JSON.stringify(body),
      });
      const type = response.headers.get('content-type');
      res
        .writeHead(response.status, type ? { 'content-type': type } : {})
        .end(await response.text());
    });
  }

  it.each([401, 404, 429, 503])(
    'HTTP %i is asked again at the next connection',
    async code => {
      const { url } = await serveFailing(1, code);
      const upstream = openUpstream();
      const once = await upstream.connect([http(url)], modern);
      expect(once.verdict).toMatchObject({ era: 'legacy', at: stale.at });
      expect(await namesOf(once, 'tool')).toHaveLength(20);
      const next = await upstream.connect([http(url)], once.verdict);
      expect(next.verdict).toMatchObject({ era: 'modern', at: NOW });
    },
  );

  it('is believed for a day when it happens twice in a row', async () => {
    const { url, seen } = await serveFailing(9);
    const upstream = openUpstream();
    const once = await upstream.connect([http(url)]);
    const twice = await upstream.connect([http(url)], once.verdict);
    expect(twice.verdict).toMatchObject({ era: 'legacy', at: NOW });
    const before = seen.length;
    await upstream.connect([http(url)], twice.verdict);
    expect(methods(seen).slice(before)).not.toContain('server/discover');
  });

  it('is asked again after an error of the modern era, whatever was known', async () => {
    const error = { code: -32020, message: 'Header mismatch' };
    const { url } = await serveHabit((res, { id }) =>
      answer(res, { id, error }),
    );
    for (const prior of [undefined, stale]) {
      const { verdict } = await openUpstream().connect([http(url)], prior);
      expect(verdict).toMatchObject({ era: 'legacy', at: stale.at });
    }
  });

  it('is believed at once when it answers in JSON-RPC', async () => {
    const error = { code: -32000, message: 'Server not initialized' };
    const refuse = status(
      400,
      'application/json',
      JSON.stringify({ jsonrpc: '2.0', id: null, error }),
    );
    const { url } = await serveHabit(refuse);
    const { verdict } = await openUpstream().connect([http(url)]);
    expect(verdict).toMatchObject({ era: 'legacy', at: NOW });
  });

  it('answers the probe that knows it as modern', async () => {
    const { url, seen } = await serveFailing(1);
    const { probe } = openUpstream();
    expect(await probe([http(url)], { prior: modern })).toEqual(good);
    expect(methods(seen)).toEqual(['server/discover', 'initialize']);
  });
});

describe('a server that is modern', () => {
  it.each([200, 400])(
    'says so by an error of its era, HTTP %i, and is asked no more',
    async code => {
      const refuse: Habit = (res, { id }) =>
        res.writeHead(code, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            jsonrpc: '2.0',
            id,
            error: {
              code: -32022,
              message: 'Unsupported protocol version',
              data: { supported: ['2099-01-01'] },
            },
          }),
        );
      const { url, seen } = await serveHabit(refuse);
      const { connect, probe } = openUpstream();
      for (const ask of [connect, probe]) {
        const error = await failureOf(ask([http(url)]));
        expect(error.code).toBe('protocol');
        expect(error.message).toContain('error -32022: Unsupported');
      }
      expect(methods(seen)).toEqual(['server/discover', 'server/discover']);
    },
  );

  it.each([-32020, -32021])(
    'and says %i is told of by that, not by what follows',
    async code => {
      const error = { code, message: 'of the modern era' };
      const { url } = await serveHabit(
        (res, { id }) => answer(res, { id, error }),
        status(404),
      );
      const { connect, probe } = openUpstream();
      for (const ask of [connect, probe]) {
        expect((await failureOf(ask([http(url)]))).message).toContain(
          `error ${code}: of the modern era`,
        );
      }
    },
  );

  it('and slow has all the time of a probe', async () => {
    const { url: to } = await serveModern();
    const { url, seen } = await serveRaw(async (_req, res, body) => {
      const response = await fetch(to, {
        method: 'POST',
        headers: {
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': 'server/discover',
        },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      setTimeout(() => answerAs(res, text), 3_200);
    });
    const limits = { prior: modern, timeoutMs: 6_000 };
    expect(await openUpstream().probe([http(url)], limits)).toEqual(good);
    expect(methods(seen)).toEqual(['server/discover']);
  });
});

function answerAs(res: ServerResponse, text: string) {
  res.writeHead(200, { 'content-type': 'application/json' }).end(text);
}

describe('a server that answers neither question', () => {
  it.each<[string, Habit, Habit, string, string]>([
    ['asks both times', status(401), status(401), 'auth', 'HTTP 401'],
    ['asks, then is silent', status(401), () => {}, 'auth', 'HTTP 401'],
    ['is silent, then asks', () => {}, status(403), 'auth', 'HTTP 403'],
    ['fails, then knows nothing', status(503), status(404), 'http-5xx', '503'],
    [
      'breaks off, then fails',
      r => r.destroy(),
      status(500),
      'http-5xx',
      '500',
    ],
    [
      'says nonsense twice',
      status(200),
      status(200),
      'protocol',
      'content type',
    ],
    ['is silent', () => {}, () => {}, 'timeout', 'within 1000 ms'],
  ])('%s', async (...[, discover, initialize, code, words]) => {
    const { url, seen } = await serveHabit(discover, initialize);
    const upstream = openUpstream({ connectTimeoutMs: 1_000 });
    for (const asking of [
      () => upstream.connect([http(url)]),
      () => upstream.probe([http(url)], { timeoutMs: 1_000 }),
    ]) {
      seen.length = 0;
      const error = await failureOf(asking());
      expect([error.code, error.message]).toEqual([
        code,
        expect.stringContaining(words),
      ]);
      expect(methods(seen)).toEqual(['server/discover', 'initialize']);
    }
  });

  const unknown: Habit = (res, { id }) =>
    answer(res, { id, error: { code: -32601, message: 'Method not found' } });

  it.each([
    ['nothing', undefined],
    ['that it was legacy', legacy],
  ])(
    'is told to be slow when it does not know the other, knowing %s',
    async (_what, prior) => {
      const { url } = await serveHabit(() => {}, unknown);
      const { connect, probe } = openUpstream({ connectTimeoutMs: 1_000 });
      const late = await failureOf(connect([http(url)], prior));
      expect([late.code, late.message]).toEqual([
        'timeout',
        `${url} didn't answer server/discover within 500 ms, and doesn't support initialize. If it starts slowly, raise its connection timeout.`,
      ]);
      const limits = { prior, timeoutMs: 1_000 };
      const silent = await failureOf(probe([http(url)], limits));
      expect(silent.code).toBe('timeout');
    },
  );

  it('that knows neither is quoted', async () => {
    const { url } = await serveHabit(unknown, unknown);
    const { connect } = openUpstream({ connectTimeoutMs: 1_000 });
    const error = await failureOf(connect([http(url)]));
    expect([error.code, error.message]).toEqual([
      'protocol',
      `${url} returned error -32601: Method not found`,
    ]);
  });

  it('because it has had enough is left alone by a probe', async () => {
    const { url, seen } = await serveHabit(status(429), answerInitialize);
    const { probe } = openUpstream();
    expect((await failureOf(probe([http(url)]))).code).toBe('throttled');
    expect(methods(seen)).toEqual(['server/discover']);
  });
});
