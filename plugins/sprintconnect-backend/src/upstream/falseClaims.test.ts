import {
  closePeers,
  makeTools,
  serveLegacy,
  serveRaw,
} from './__testUtils__/peers';
import {
  countsOf,
  failureOf,
  http,
  namesOf,
  openUpstream,
} from './__testUtils__/openUpstream';

afterEach(closePeers);

describe('a server that lies about what it offers', () => {
  it('claims what it does not know', async () => {
    const { url } = await serveLegacy(
      { tools: {}, resources: {}, prompts: {} },
      { 'tools/list': () => ({ tools: makeTools(2) }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    expect(await countsOf(connection)).toEqual({
      tool: 2,
      resource: 0,
      'resource-template': 0,
      prompt: 0,
    });
  });

  it('claims nothing, and is asked for everything', async () => {
    const { url } = await serveLegacy(
      {},
      { 'tools/list': () => ({ tools: makeTools(2) }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    expect((await countsOf(connection)).tool).toBe(2);
  });

  it('claims some, and is not asked for the rest', async () => {
    const { url, seen } = await serveLegacy(
      { tools: {} },
      { 'tools/list': () => ({ tools: makeTools(1) }) },
    );
    const connection = await openUpstream().connect([http(url)]);
    expect((await countsOf(connection)).tool).toBe(1);
    expect(seen.filter(each => each.endsWith('/list'))).toEqual([
      'POST tools/list',
    ]);
    expect(connection.onListChanged(() => {})).toBeUndefined();
  });

  it('says unknown method by HTTP 404, as modern servers do', async () => {
    const { url } = await serveRaw((_req, res, { id, method }) => {
      if (method !== 'server/discover') {
        res.writeHead(404, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            jsonrpc: '2.0',
            id,
            error: { code: -32601, message: 'Method not found' },
          }),
        );
        return;
      }
      const result = {
        resultType: 'complete',
        supportedVersions: ['2026-07-28'],
        capabilities: { prompts: {} },
      };
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
    const connection = await openUpstream().connect([http(url)]);
    expect(await namesOf(connection, 'prompt')).toEqual([]);
  });

  it('announces changes on a stream that it opens when asked', async () => {
    const { url, seen } = await serveRaw((req, res, { id, method }) => {
      if (req.method === 'GET') {
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const list of ['resources', 'prompts']) {
          const announced = `notifications/${list}/list_changed`;
          res.write(
            `data: ${JSON.stringify({ jsonrpc: '2.0', method: announced })}\n\n`,
          );
        }
        setTimeout(() => res.end(), 100);
        return;
      }
      if (method !== 'initialize') {
        res.writeHead(id === undefined ? 202 : 400).end();
        return;
      }
      const result = {
        protocolVersion: '2025-06-18',
        capabilities: { resources: { listChanged: true }, prompts: {} },
        serverInfo: { name: 'x', version: '1' },
      };
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
    const connection = await openUpstream().connect([http(url)]);
    expect(seen).not.toContain('GET');
    const heard: unknown[] = [];
    await connection.onListChanged(kinds => heard.push(kinds));
    expect(await connection.closed).toBeUndefined();
    expect(heard).toEqual([['resource', 'resource-template']]);
    expect(seen.filter(each => each === 'GET')).toHaveLength(1);
  });

  it('promises announcements and has no stream for them', async () => {
    const { url } = await serveLegacy({ tools: { listChanged: true } }, {});
    const upstream = openUpstream();
    const connection = await upstream.connect([http(url)]);
    expect((await failureOf(connection.onListChanged(() => {})!)).code).toBe(
      'protocol',
    );
  });
});
