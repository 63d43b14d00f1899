import {
  failureOf,
  http,
  namesOf,
  openUpstream,
  sse,
} from './__testUtils__/openUpstream';
import { closePeers, serveLegacy, serveRaw } from './__testUtils__/peers';
import { serveSse } from './__testUtils__/serveSse';
import { hostRefusalOf } from './hostRefusalOf';
import { wordsOfIssues } from './wordsOfIssues';

afterEach(closePeers);

/** What a connection and a probe say of a remote. */
async function wordsOf(remote: ReturnType<typeof http>) {
  const upstream = openUpstream();
  const errors = [
    await failureOf(upstream.connect([remote])),
    await failureOf(upstream.probe([remote])),
  ];
  return errors.map(({ code, message }) => `${code}: ${message}`);
}

describe('a server that does not accept its Host or Origin header', () => {
  it.each([
    [403, 'Access is only allowed at localhost:8705'],
    [
      403,
      '{"jsonrpc":"2.0","error":{"code":-32000,"message":"Invalid Host: 127.0.0.1"},"id":null}',
    ],
    [400, 'Invalid Origin header'],
    [421, 'Invalid Host header'],
  ])('says so, over both transports, by HTTP %i %s', async (status, body) => {
    const { url } = await serveRaw((_req, res) =>
      res.writeHead(status).end(body),
    );
    const said = body.startsWith('{') ? 'Invalid Host: 127.0.0.1' : body;
    const words = `protocol: ${url} returned HTTP ${status}: it doesn't accept this Host or Origin header: "${said}".`;
    for (const remote of [http(url), sse(url)]) {
      for (const each of await wordsOf(remote)) {
        expect(each).toContain(words);
        expect(each).not.toMatch(/credential|path of the URL/);
      }
    }
  });

  it('is not taken for one that wants another credential, and the other way round', async () => {
    const refused = await serveRaw((_req, res) =>
      res.writeHead(403).end('Your token may not host-4711 this'),
    );
    for (const each of await wordsOf(http(refused.url))) {
      expect(each).toMatch(/^auth: .* returned HTTP 403: access denied\./);
      expect(each).not.toContain('4711');
    }
    const misdirected = await serveRaw((_req, res) =>
      res.writeHead(421).end('key-4711'),
    );
    for (const each of await wordsOf(http(misdirected.url))) {
      expect(each).toMatch(
        /HTTP 421: it doesn't accept .* header\. Ask its owner/,
      );
      expect(each).not.toContain('4711');
    }
  });

  it.each([
    [403, '<html>Invalid Host header</html>'],
    [403, undefined],
    [404, 'Invalid Host header'],
    [500, 'Invalid Host header'],
  ])('is not seen in HTTP %i %s', (status, text) => {
    expect(hostRefusalOf(status, text)).toBeUndefined();
  });
});

describe('an answer to initialize that is not right', () => {
  const words =
    "returned an invalid MCP response to initialize: serverInfo.version is missing; instructions isn't text";

  it('is described without the JSON of a validator', async () => {
    const { url } = await serveRaw((_req, res, { id, method }) => {
      if (id === undefined) return res.writeHead(202).end();
      const answer =
        method === 'initialize'
          ? {
              result: {
                protocolVersion: '2025-06-18',
                capabilities: { tools: {}, logging: null },
                serverInfo: { name: 'harbour' },
                instructions: null,
              },
            }
          : { error: { code: -32601, message: 'no such method' } };
      return res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
    });
    for (const each of await wordsOf(http(url))) {
      expect(each).toBe(`protocol: ${url} ${words}`);
    }
  });

  it('names five faults, and how many there are more', () => {
    const issues = Array.from({ length: 7 }, (_, index) => ({
      code: 'invalid_type',
      expected: 'object',
      path: ['list', index],
      message: 'Invalid input: expected object, received null',
    }));
    expect(wordsOfIssues(issues)).toMatch(
      /^list\.0 isn't an object; .*list\.4 isn't an object; and 2 more$/,
    );
    expect(wordsOfIssues([{ message: 'is odd' }])).toBe('the result: is odd');
  });
});

describe('a list that comes in circles', () => {
  it('is said to, and not that an item is there twice', async () => {
    const page = { tools: [{ name: 'berth', inputSchema: {} }] };
    const { url } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => ({ ...page, nextCursor: 'more' }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    const { message } = await failureOf(namesOf(connection, 'tool'));
    expect(message).toContain('pages repeat');
  });
});

describe('HTTP+SSE that does not work', () => {
  it('names the URL for messages that is not there, and not the registered one', async () => {
    const { url, port } = await serveSse({
      streamAt: '/api/sse',
      endpoint: '/post?session=4711',
      before: ({ method }, res) => {
        if (method !== 'POST') return false;
        res.writeHead(404).end('{"detail":"Not Found"}');
        return true;
      },
    });
    for (const each of await wordsOf(sse(url))) {
      expect(each).toContain(
        `http://127.0.0.1:${port}/post returned HTTP 404. The event stream of ${url} gave this URL`,
      );
      expect(each).not.toContain('4711');
    }
  });

  it.each([
    [200, 'application/json', '{}'],
    [204, 'text/plain', ''],
  ])(
    'says that there is no event stream behind HTTP %i %s',
    async (status, type, body) => {
      const { url } = await serveRaw((_req, res) =>
        res.writeHead(status, { 'content-type': type }).end(body),
      );
      for (const each of await wordsOf(sse(url))) {
        expect(each).toContain(
          `${url} didn't return an event stream (text/event-stream).`,
        );
      }
    },
  );
});
