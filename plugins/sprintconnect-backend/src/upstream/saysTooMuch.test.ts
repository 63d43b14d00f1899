import { bounds } from './bounds';
import { loadSdk } from './loadSdk';
import { closePeers, serveRaw } from './__testUtils__/peers';
import {
  failureOf,
  http,
  namesOf,
  openUpstream,
} from './__testUtils__/openUpstream';

afterEach(closePeers);

const MEGABYTES = 'é'.repeat(1_000_000);
const icons = [{ src: `data:image/png;base64,${'A'.repeat(1_000_000)}` }];
const serverInfo = {
  name: MEGABYTES,
  version: MEGABYTES,
  title: MEGABYTES,
  description: MEGABYTES,
  websiteUrl: 'https://server.example/',
  icons,
  anything: icons,
};
const capabilities = {
  tools: { listChanged: true, more: MEGABYTES },
  experimental: { more: MEGABYTES },
};
const settings = {
  bodyBytesMax: 32 * 1024 * 1024,
  connectTimeoutMs: 60_000, // to read so much takes a while on a busy machine
};

/** Answers the handshake of one era with everything that is too much. */
function serve(era: 'legacy' | 'modern', answers: Record<string, object> = {}) {
  return serveRaw((_req, res, { id, method = '' }) => {
    const results: Record<string, object> = {
      ...answers,
      [era === 'legacy' ? 'initialize' : 'server/discover']: {
        instructions: MEGABYTES,
        capabilities,
        more: MEGABYTES,
        ...(era === 'legacy'
          ? { protocolVersion: '2025-11-25', serverInfo }
          : {
              resultType: 'complete',
              supportedVersions: ['2026-07-28', MEGABYTES],
              ttlMs: 60_000,
              _meta: {
                'io.modelcontextprotocol/serverInfo': serverInfo,
                more: MEGABYTES,
              },
            }),
      },
    };
    if (id === undefined) {
      res.writeHead(202).end();
      return;
    }
    const answer = results[method]
      ? { result: results[method] }
      : { error: { code: -32601, message: 'Method not found' } };
    res
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
  });
}

describe.each(['legacy', 'modern'] as const)(
  'a %s server that says too much of itself',
  era => {
    it('is known by as much as is kept of it', async () => {
      const { url } = await serve(era);
      const connection = await openUpstream(settings).connect([http(url)]);
      expect(connection.verdict.era).toBe(era);
      const info = connection.serverInfo!;
      expect(Object.keys(info)).toEqual(['name', 'version', 'title']);
      for (const text of Object.values(info)) {
        expect(text).toMatch(/^é+… \[cut: 2000000 bytes in all, SHA-256 /);
        expect(Buffer.byteLength(text!)).toBeLessThanOrEqual(
          bounds.serverName.most,
        );
      }
      const { instructions = '' } = connection;
      expect(instructions).toMatch(/^é+… \[cut: 2000000 bytes in all/);
      expect(Buffer.byteLength(instructions)).toBeLessThanOrEqual(
        bounds.instructions.most,
      );
      expect(connection.capabilities).toEqual({ tools: { listChanged: true } });
    });

    it('answers probes, as it answers a discovery', async () => {
      const { url } = await serve(era);
      const prior = {
        era,
        protocolVersion: era === 'legacy' ? '2025-11-25' : '2026-07-28',
        at: new Date(),
      };
      const answer = await openUpstream(settings).probe([http(url)], { prior });
      expect(answer.latencyMs).toBeGreaterThan(0);
    });

    it('leaves no more of it with the client of the SDK', async () => {
      const { url } = await serve(era);
      const connect = jest.spyOn(loadSdk().Client.prototype, 'connect');
      await openUpstream(settings).connect([http(url)]);
      const client = connect.mock.contexts.at(-1) as object;
      connect.mockRestore();
      const held = Object.values(client).filter(
        each => typeof each === 'string' || each?.constructor === Object,
      );
      expect(JSON.stringify(held)).toContain('[cut: 2000000 bytes');
      expect(JSON.stringify(held).length).toBeLessThan(200_000);
    });
  },
);

it('refuses a cursor that is larger than is kept', async () => {
  const nextCursor = 'c'.repeat(bounds.cursor.most + 1);
  const { url } = await serve('legacy', {
    'tools/list': { tools: [{ name: 'a' }], nextCursor },
  });
  const connection = await openUpstream(settings).connect([http(url)]);
  const failure = await failureOf(namesOf(connection, 'tool'));
  expect(failure.code).toBe('too-large');
  expect(failure.message).toContain(
    'tools/list returned a nextCursor of 8193 bytes; the maximum is 8192',
  );
});

it('cuts the words of an error', async () => {
  const { url } = await serveRaw((_req, res, { id }) => {
    res.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        jsonrpc: '2.0',
        id,
        error: { code: -32000, message: MEGABYTES, data: MEGABYTES },
      }),
    );
  });
  const failure = await failureOf(openUpstream(settings).connect([http(url)]));
  expect(failure.message.length).toBeLessThan(400);
});
