import {
  closePeers,
  makeTools,
  serveLegacy,
  serveRaw,
} from './__testUtils__/peers';
import {
  failureOf,
  http,
  namesOf,
  openUpstream,
  patient,
} from './__testUtils__/openUpstream';

afterEach(closePeers);

describe('a server whose lists are wrong', () => {
  it('gives definitions through unchanged, however odd', async () => {
    const odd = [
      { name: 'no schema' },
      { name: 'schema is text', inputSchema: 'text', outputSchema: 7 },
      { name: 'null', inputSchema: null, annotations: [] },
      { name: 'same' },
      { name: 'same', vendor: { deep: [1, { 'x-y': null }] } },
      { name: 'ref', inputSchema: { type: 'object', $ref: '#' } },
    ];
    const { url } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => ({ tools: odd, extra: true }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    const pages = [];
    for await (const page of connection.list('tool', patient())) {
      pages.push(page);
    }
    expect(pages).toEqual([
      odd.map(definition => ({
        kind: 'tool',
        name: definition.name,
        definition,
      })),
    ]);
  });

  it('gives items without a name through without one', async () => {
    const { url } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => ({ tools: [{ name: 'a' }, { name: 7 }, 'b'] }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    const pages = [];
    for await (const page of connection.list('tool', patient())) {
      pages.push(...page);
    }
    expect(pages).toEqual([
      { kind: 'tool', name: 'a', definition: { name: 'a' } },
      { kind: 'tool', name: '', definition: { name: 7 } },
      { kind: 'tool', name: '', definition: {} },
    ]);
  });

  it('gives odd definitions of modern servers through as well', async () => {
    const { url } = await serveRaw((_req, res, { id, method }) => {
      const result =
        method === 'server/discover'
          ? {
              resultType: 'complete',
              supportedVersions: ['2026-07-28'],
              capabilities: { tools: {} },
            }
          : { tools: [{ name: 'odd', inputSchema: 'text' }], ttlMs: 5 };
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
    const connection = await openUpstream().connect([http(url)]);
    expect(connection.verdict.era).toBe('modern');
    expect(await namesOf(connection, 'tool')).toEqual(['odd']);
    expect(connection.ttlMs).toBe(5);
  });

  it.each([
    ['no list', {}, 'returned no array "tools"'],
    ['a list that is none', { tools: {} }, 'returned no array "tools"'],
    ['a cursor that is none', { tools: [], nextCursor: 1 }, "isn't a string"],
    [
      'a wish for input',
      { tools: [], resultType: 'input_required' },
      'incomplete',
    ],
  ])('says so: %s', async (_what, result, words) => {
    const { url } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => result },
    );
    const connection = await openUpstream().connect([http(url)]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.code).toBe('protocol');
    expect(error.message).toContain(words);
  });

  it('pages until the cursor ends, also by null or nothing', async () => {
    for (const end of [undefined, null, '']) {
      const { url } = await serveLegacy(
        { tools: {} },
        {
          'tools/list': ({ cursor = '0' }) => ({
            tools: [{ name: `t${cursor}` }],
            nextCursor: cursor === '2' ? end : String(Number(cursor) + 1),
          }),
        },
      );
      const connection = await openUpstream().connect([http(url)]);
      expect(await namesOf(connection, 'tool')).toEqual(['t0', 't1', 't2']);
    }
  });

  it('pages in circles', async () => {
    const { url, seen } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => ({ tools: [{ name: 'a' }], nextCursor: 'again' }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.message).toContain('pages repeat');
    expect(seen.filter(each => each === 'POST tools/list')).toHaveLength(2);
  });

  it('has pages without end, empty or not', async () => {
    let page = 0;
    const next = () => ({ nextCursor: String(page++) });
    const { url } = await serveLegacy(
      { tools: {}, prompts: {} },
      {
        'tools/list': () => ({ tools: makeTools(999), ...next() }),
        'prompts/list': () => ({ prompts: [], ...next() }),
      },
    );
    const upstream = openUpstream({ messagesMax: 10_000 });
    const connection = await upstream.connect([http(url)]);
    const items = await failureOf(namesOf(connection, 'tool'));
    expect(items.code).toBe('too-large');
    expect(items.message).toContain('tools/list has more items than 10000');
    const pages = await failureOf(namesOf(connection, 'prompt'));
    expect(pages.message).toContain('prompts/list has more pages than 1000');
  });

  it('sends a body beyond the cap, plain or as a stream', async () => {
    const description = 'x'.repeat(200_000);
    const { url } = await serveLegacy(
      { tools: {}, prompts: {} },
      {
        'tools/list': () => ({ tools: [{ name: 'a', description }] }),
        'prompts/list': () => ({ prompts: [{ name: 'p' }] }),
      },
    );
    const upstream = openUpstream({ bodyBytesMax: 100_000 });
    const connection = await upstream.connect([http(url)]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.code).toBe('too-large');
    expect(error.message).toContain('sprintconnect.upstream.bodyBytesMax');
    expect(connection.isOver).toBe(false);
    expect(await namesOf(connection, 'prompt')).toEqual(['p']);

    const streaming = await serveRaw((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => res.write(`: ${description}\n`), 1);
      res.on('close', () => clearInterval(timer));
    });
    const endless = await failureOf(upstream.connect([http(streaming.url)]));
    expect(endless.code).toBe('too-large');
  });

  it('sends the list as a stream beyond the cap', async () => {
    const legacy = await serveLegacy(
      { tools: {}, prompts: {} },
      { 'prompts/list': () => ({ prompts: [{ name: 'p' }] }) },
    );
    const { url } = await serveRaw(async (req, res, body) => {
      if (body.method === 'tools/list') {
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        const timer = setInterval(() => res.write(`: ${'x'.repeat(9e4)}\n`), 1);
        res.on('close', () => clearInterval(timer));
        return;
      }
      const answer = await globalThis.fetch(legacy.url, {
        method: req.method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      res
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(await answer.text());
    });
    const upstream = openUpstream({ bodyBytesMax: 100_000 });
    const connection = await upstream.connect([http(url)]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.code).toBe('too-large');
    expect(error.message).toContain('sprintconnect.upstream.bodyBytesMax');
    expect(connection.isOver).toBe(false);
    expect(await namesOf(connection, 'prompt')).toEqual(['p']);
  });

  it('sends messages without end', async () => {
    const { url } = await serveRaw((_req, res, { id, method }) => {
      if (method === 'initialize' || id === undefined) {
        const result = {
          protocolVersion: '2025-06-18',
          capabilities: {},
          serverInfo: { name: 'x', version: '1' },
        };
        res
          .writeHead(id === undefined ? 202 : 200, {
            'content-type': 'application/json',
          })
          .end(
            id === undefined
              ? ''
              : JSON.stringify({ jsonrpc: '2.0', id, result }),
          );
        return;
      }
      if (method === 'server/discover') {
        res.writeHead(400).end();
        return;
      }
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      const noise = {
        jsonrpc: '2.0',
        method: 'notifications/message',
        params: { level: 'info', data: 1 },
      };
      const timer = setInterval(
        () => res.write(`data: ${JSON.stringify(noise)}\n\n`.repeat(20)),
        1,
      );
      res.on('close', () => clearInterval(timer));
    });
    const connection = await openUpstream({ messagesMax: 100 }).connect([
      http(url),
    ]);
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.code).toBe('too-large');
    expect(error.message).toContain('sprintconnect.upstream.messagesMax');
  });

  it('stops answering after the connection', async () => {
    const { url } = await serveLegacy(
      { tools: {}, prompts: {} },
      { 'prompts/list': () => ({ prompts: [{ name: 'p' }] }) },
    );
    const hanging = await serveRaw(async (req, res, body) => {
      if (body.method === 'tools/list') {
        return;
      }
      const response = await globalThis.fetch(url, {
        method: req.method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      res
        .writeHead(response.status, { 'content-type': 'application/json' })
        .end(await response.text());
    });
    const upstream = openUpstream({ requestTimeoutMs: 300 });
    const connection = await upstream.connect([http(hanging.url)]);
    expect(await namesOf(connection, 'prompt')).toEqual(['p']);
    expect((await failureOf(namesOf(connection, 'tool'))).code).toBe('timeout');
  });
});
