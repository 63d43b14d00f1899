import {
  type ScriptedCall,
  startScriptedServer,
} from '../__testUtils__/startScriptedServer';
import { databaseIds } from '../../__testUtils__';
import { ENVELOPE, legacy, MODERN, modern, post } from './__testUtils__/post';
import { startDoor, type StartedDoor } from './__testUtils__/startDoor';

const TOOLS = [
  {
    name: 'echo',
    title: 'Echo',
    description: 'Says it again',
    inputSchema: {
      type: 'object',
      properties: { n: { type: 'number', default: 9007199254740993 } },
    },
    outputSchema: { type: 'object' },
    annotations: { readOnlyHint: true, 'x-own': 1.5 },
    icons: [{ src: 'https://example.com/icon.png', sizes: ['48x48'] }],
    _meta: { 'example.com/anything': { deep: [1, { 'b-a': null }] } },
    unknown: ['field'],
  },
  { name: 'ping-pong', inputSchema: { type: 'object' } },
  {
    name: 'headed',
    inputSchema: {
      type: 'object',
      properties: {
        region: { type: 'string', 'x-mcp-header': 'Region' },
        count: { type: 'integer', 'x-mcp-header': 'Count' },
      },
    },
  },
];
const ECHO = 'tools/call';

describe.each(databaseIds)('the MCP endpoints on %s', id => {
  let door: StartedDoor;
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  let script: (call: ScriptedCall) => void;
  let one: string;
  let all: string;

  beforeAll(async () => {
    server = await startScriptedServer(TOOLS, call => script(call));
    door = await startDoor({ id });
    await door.register('scripted', server.url);
    all = `${door.base}/mcp`;
    one = `${all}/servers/development/scripted`;
  });
  afterAll(async () => {
    await door?.stop();
    await server?.close();
  });
  beforeEach(() => {
    server.calls.length = 0;
    script = ({ answer }) => answer('{"content":[]}');
  });

  /** Of calls that were not refused. */
  const records = () =>
    door.database
      .reader('calls')
      .whereRaw(`coalesce(outcome, '') <> 'refused'`)
      .count('* as n')
      .first();
  /** Asks, and holds that nothing was sent, and nothing written but that it was refused. */
  const refused = async (...asked: Parameters<typeof post>) => {
    const before = await records();
    const answer = await post(...asked);
    expect(server.calls).toEqual([]);
    expect(await records()).toEqual(before);
    return answer;
  };

  describe('in 2025-11-25', () => {
    const initialized = async (url = one, params: object = {}) => {
      const answer = await post(
        url,
        legacy('initialize', {
          protocolVersion: '2025-11-25',
          capabilities: {},
          clientInfo: { name: 'test', version: '1' },
          ...params,
        }),
      );
      return { ...answer, token: answer.headers.get('mcp-session-id')! };
    };

    it('introduces the server as it introduced itself, or us', async () => {
      const { json } = await initialized();
      expect(json.result).toMatchObject({
        protocolVersion: '2025-11-25',
        serverInfo: { name: 'scripted', version: '1' },
        capabilities: { tools: {}, resources: {}, prompts: {} },
      });
      const ours = await initialized(all);
      expect(ours.json.result).toMatchObject({
        serverInfo: { name: 'sprintconnect', version: expect.any(String) },
        instructions: expect.stringContaining('two underscores'),
      });
    });

    it.each([
      ['2025-06-18', '2025-06-18'],
      ['2025-03-26', '2025-03-26'],
      ['2024-11-05', '2024-11-05'],
      ['1999-01-01', '2025-11-25'],
      [7, '2025-11-25'],
    ])('answers %s by %s', async (protocolVersion, answered) => {
      const { json } = await initialized(one, { protocolVersion });
      expect(json.result.protocolVersion).toBe(answered);
    });

    it('serves clients with the session that they were given, and without any', async () => {
      const { token } = await initialized();
      expect(token).toMatch(/^[\x21-\x7e]+$/);
      const inSession: Record<string, string> = {
        'mcp-session-id': token,
        'mcp-protocol-version': '2025-11-25',
      };
      for (const headers of [inSession, {}]) {
        const listed = await post(one, legacy('tools/list'), headers);
        expect(listed.json.result.tools).toHaveLength(3);
        const ping = await post(one, legacy('ping'), headers);
        expect(ping.json).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
      }
    });

    it('forgets sessions that are none, of others, or of other endpoints', async () => {
      const { token } = await initialized();
      const last = token.endsWith('A') ? 'B' : 'A';
      for (const [url, wrong] of [
        [one, 'anything'],
        [one, ''],
        [one, `${token.slice(0, -1)}${last}`],
        [one, token.slice(0, 20)],
        [all, token],
        [`${all}/servers/development/other`, token],
      ]) {
        const answer = await refused(url, legacy(ECHO, { name: 'echo' }), {
          'mcp-session-id': wrong,
        });
        expect([wrong, answer.status]).toEqual([wrong, 404]);
        expect(answer.json).toMatchObject({ id: 1, error: { code: -32000 } });
      }
    });

    it('takes notifications, and says nothing', async () => {
      const { token } = await initialized();
      const answer = await post(
        one,
        { jsonrpc: '2.0', method: 'notifications/initialized' },
        { 'mcp-session-id': token },
      );
      expect([answer.status, answer.text]).toEqual([202, '']);
    });

    it('gives the session another token with the level of its log', async () => {
      const { token } = await initialized();
      const asked = legacy('logging/setLevel', { level: 'error' });
      const answer = await post(one, asked, { 'mcp-session-id': token });
      expect(answer.json.result).toEqual({});
      const next = answer.headers.get('mcp-session-id')!;
      expect(next).not.toBe(token);
      const ping = await post(one, legacy('ping'), { 'mcp-session-id': next });
      expect(ping.status).toBe(200);
      const wrong = await post(
        one,
        legacy('logging/setLevel', { level: 'loud' }),
      );
      expect(wrong.json.error.code).toBe(-32602);
    });

    it('knows no method of the other era, nor any that is none', async () => {
      for (const method of ['server/discover', 'constructor', 'tools/drop']) {
        const { status, json } = await refused(one, legacy(method));
        expect([status, json.error.code]).toEqual([200, -32601]);
      }
    });

    it('refuses revisions that it does not speak', async () => {
      const { status, json } = await refused(one, legacy(ECHO), {
        'mcp-protocol-version': '1999-01-01',
      });
      expect([status, json.error.code]).toEqual([400, -32000]);
      expect(json.error.message).toContain('2025-11-25');
    });
  });

  describe('in 2026-07-28', () => {
    it('tells who answers, for how long, and for whom', async () => {
      const { json } = await post(one, ...modern('server/discover'));
      expect(json.result).toMatchObject({
        resultType: 'complete',
        supportedVersions: [MODERN],
        cacheScope: 'private',
        ttlMs: expect.any(Number),
        _meta: {
          'io.modelcontextprotocol/serverInfo': { name: 'scripted' },
        },
      });
      const listed = await post(all, ...modern('tools/list'));
      expect(listed.json.result).toMatchObject({
        resultType: 'complete',
        cacheScope: 'private',
        ttlMs: expect.any(Number),
        _meta: {
          'io.modelcontextprotocol/serverInfo': { name: 'sprintconnect' },
        },
      });
      expect(listed.headers.get('cache-control')).toBe('no-store');
    });

    const [body, headers] = modern(ECHO, { name: 'echo' });
    const without = (name: string) => {
      const { [name]: _gone, ...rest } = headers;
      return rest;
    };
    const versioned = (version: string) =>
      modern(ECHO, {
        name: 'echo',
        _meta: { 'io.modelcontextprotocol/protocolVersion': version },
      })[0];
    it.each<[string, number, object, Record<string, string>]>([
      [
        'another method in the header',
        -32020,
        body,
        { ...headers, 'mcp-method': 'tools/list' },
      ],
      [
        'another name in the header',
        -32020,
        body,
        { ...headers, 'mcp-name': 'ping-pong' },
      ],
      [
        'a name that is not Base64',
        -32020,
        body,
        { ...headers, 'mcp-name': '=?base64?&&&?=' },
      ],
      ['no method in the headers', -32020, body, without('mcp-method')],
      ['no name in the headers', -32020, body, without('mcp-name')],
      [
        'no version in the headers',
        -32020,
        body,
        without('mcp-protocol-version'),
      ],
      [
        'another version in the headers',
        -32020,
        body,
        { ...headers, 'mcp-protocol-version': '2025-11-25' },
      ],
      [
        'a version of tomorrow',
        -32022,
        versioned('2099-01-01'),
        { ...headers, 'mcp-protocol-version': '2099-01-01' },
      ],
      ['no envelope', -32602, legacy(ECHO, { name: 'echo' }), headers],
      [
        'a broken envelope',
        -32602,
        legacy(ECHO, {
          name: 'echo',
          _meta: {
            ...ENVELOPE,
            'io.modelcontextprotocol/clientCapabilities': 7,
          },
        }),
        headers,
      ],
    ])('refuses %s', async (_, code, ...asked) => {
      const { status, json } = await refused(one, ...asked);
      expect([status, json.error?.code]).toEqual([400, code]);
      expect(json.id).toBe(1);
    });

    it('says which versions it speaks to who asks for another', async () => {
      const { json } = await refused(one, versioned('2099-01-01'), {
        ...headers,
        'mcp-protocol-version': '2099-01-01',
      });
      expect(json.error.data).toEqual({
        supported: [MODERN],
        requested: '2099-01-01',
      });
    });

    it('reads names that no header can carry as they are', async () => {
      const [asked, said] = modern(ECHO, { name: 'Zürich ☂' });
      expect(said['mcp-name']).toMatch(/^=\?base64\?/);
      const { json } = await refused(one, asked, said);
      expect(json.result._meta).toMatchObject({
        'io.sprintconnect/code': 'capability-not-found',
      });
    });

    it('knows no method of the other era, with the status that says so', async () => {
      for (const method of [
        'ping',
        'logging/setLevel',
        'tools/drop',
        'toString',
      ]) {
        const { status, json } = await refused(one, ...modern(method));
        expect([status, json.error.code]).toEqual([404, -32601]);
      }
    });

    it.each<[string, Record<string, string>]>([
      ['is missing', { 'mcp-param-region': 'Zug' }],
      [
        'says something else',
        { 'mcp-param-region': 'Uri', 'mcp-param-count': '7' },
      ],
      [
        'says another number',
        { 'mcp-param-region': 'Zug', 'mcp-param-count': '8' },
      ],
      [
        'is not Base64',
        { 'mcp-param-region': '=?base64?%?=', 'mcp-param-count': '7' },
      ],
    ])('refuses a call where a header of an argument %s', async (_, said) => {
      const asked = modern(ECHO, {
        name: 'headed',
        arguments: { region: 'Zug', count: 7 },
      });
      const { status, json } = await refused(one, asked[0], {
        ...asked[1],
        ...said,
      });
      expect([status, json.error.code]).toEqual([400, -32020]);
    });

    it('takes calls whose headers repeat their arguments, however they are written', async () => {
      for (const [args, said] of [
        [
          '{"region":"Zug","count":7}',
          { 'mcp-param-region': ' Zug', 'mcp-param-count': '7' },
        ],
        [
          '{"region":"Zürich","count":7.0}',
          {
            'mcp-param-region': '=?base64?WsO8cmljaA==?=',
            'mcp-param-count': '7',
          },
        ],
        ['{}', { 'mcp-param-more': 'is passed over' }],
      ] as const) {
        const [asked, own] = modern(ECHO, { name: 'headed', arguments: 0 });
        const text = JSON.stringify(asked).replace(
          '"arguments":0',
          `"arguments":${args}`,
        );
        const { json } = await post(one, text, { ...own, ...said });
        expect(json.result?.content ?? json).toEqual([]);
      }
      const unheaded = legacy(ECHO, {
        name: 'headed',
        arguments: { count: 7 },
      });
      expect((await post(one, unheaded)).json.result.content).toEqual([]);
      expect(server.calls).toHaveLength(4);
    });

    it('needs no session, and minds none', async () => {
      const answer = await post(one, body, {
        ...headers,
        'mcp-session-id': 'of somebody else',
      });
      expect(answer.json.result).toEqual({
        content: [],
        resultType: 'complete',
      });
      expect(answer.headers.get('mcp-session-id')).toBeNull();
    });
  });

  describe('in either era', () => {
    it.each<[string, number, unknown, number?]>([
      ['no JSON', -32700, '{"jsonrpc":'],
      ['nothing', -32700, ''],
      ['a text', -32600, '"hello"'],
      ['a batch', -32600, [legacy('ping'), legacy('ping', {}, 2)]],
      ['an empty batch', -32600, []],
      ['a modern batch', -32600, [modern('tools/list')[0]]],
      ['an id that is null', -32600, legacy('ping', {}, null)],
      ['an id that is an object', -32600, legacy('ping', {}, { a: 1 })],
      ['an id with a fraction', -32600, legacy('ping', {}, 1.5)],
      [
        'an id that is too long for JavaScript',
        -32600,
        '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}',
      ],
      ['another JSON-RPC', -32600, { ...legacy('ping'), jsonrpc: '1.0' }],
      ['params that are a list', -32600, { ...legacy('ping'), params: [1] }],
      [
        'an answer to a question that nobody asked',
        -32600,
        { jsonrpc: '2.0', id: 7, result: {} },
      ],
      [
        'nesting without end',
        -32600,
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"x":${'['.repeat(50_000)}1e999${']'.repeat(50_000)}}}}`,
      ],
    ])('refuses %s', async (_, code, asked) => {
      const { status, json } = await refused(one, asked);
      expect([status, json.error?.code]).toEqual([400, code]);
    });

    it('refuses bytes that are no text, other types, and bodies without end', async () => {
      const send = (body: Buffer, type: string) =>
        fetch(one, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${'a-token-for-tests'}`,
            'content-type': type,
          },
          body,
        });
      const broken = await send(
        Buffer.from([0x22, 0xff, 0x22]),
        'application/json',
      );
      expect((await broken.json()).error.code).toBe(-32700);
      const typed = await send(Buffer.from('{}'), 'text/plain');
      expect(typed.status).toBe(415);
      const large = Buffer.alloc(2 * 1024 * 1024, ' ');
      expect((await send(large, 'application/json')).status).toBe(413);
      expect(server.calls).toEqual([]);
    });

    it('loses nothing of a definition, and nothing of it but the name differs', async () => {
      const stored = await post(one, legacy('tools/list'));
      const [tool, headed, other] = stored.json.result.tools;
      // What discovery has read is what JavaScript reads.
      expect(tool).toEqual(TOOLS[0]);
      expect(stored.text).toContain(JSON.stringify(TOOLS[0]));
      const { json } = await post(all, ...modern('tools/list'));
      expect(json.result.tools).toEqual([
        { ...tool, name: 'scripted__echo' },
        { ...headed, name: 'scripted__headed' },
        { ...other, name: 'scripted__ping-pong' },
      ]);
    });

    it('loses no digit of arguments and results, and no field of a result', async () => {
      const result =
        '{"content":[],"structuredContent":{"n":12345678901234567890.10},"own":1e400,"_meta":{"example.com/x":[9007199254740993]}}';
      script = ({ answer }) => answer(result);
      const call = (url: string, name: string) =>
        post(
          url,
          `{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":"${name}","arguments":{"n":9007199254740993,"__proto__":{"a":1}},"_meta":{"example.com/y":1.0}}}`,
        );
      for (const [url, name] of [
        [one, 'echo'],
        [all, 'scripted__echo'],
      ]) {
        const { text } = await call(url, name);
        expect(text).toBe(`{"jsonrpc":"2.0","id":"x","result":${result}}`);
      }
      expect(server.calls).toHaveLength(2);
      for (const sent of server.calls) {
        expect(sent).toContain(
          '"arguments":{"n":9007199254740993,"__proto__":{"a":1}}',
        );
        expect(sent).toContain('"example.com/y":1.0');
      }
    });

    it.each<[string, unknown]>([
      ['no name', {}],
      ['a name that is a number', { name: 7 }],
      ['arguments that are a list', { name: 'echo', arguments: [] }],
      ['arguments that are a number', { name: 'echo', arguments: 7 }],
      ['arguments that are null', { name: 'echo', arguments: null }],
    ])('refuses a call with %s', async (_, params) => {
      const { status, json } = await refused(
        one,
        legacy(ECHO, params as object),
      );
      expect([status, json.error.code]).toEqual([200, -32602]);
    });

    it.each([
      ['of no tool', 'nothing'],
      ['without its server', 'ECHO'],
      ['of objects', '__proto__'],
      ['with a path', '../echo'],
      ['with a homoglyph', 'еcho'],
      ['with a zero', 'echo\u0000'],
    ])('refuses a name %s by a result for the model', async (_, name) => {
      for (const [url, called] of [
        [one, name],
        [all, name],
        [all, `scripted__${name}`],
      ]) {
        const answer = await refused(url, legacy(ECHO, { name: called }));
        expect(answer.status).toBe(200);
        expect(answer.json.result).toEqual({
          content: [
            {
              type: 'text',
              text: expect.stringMatching(/nothing of that name/),
            },
          ],
          isError: true,
          _meta: expect.objectContaining({
            'io.sprintconnect/code': 'capability-not-found',
          }),
        });
      }
    });

    it('refuses what does not fit with what is wrong, and keeps a record', async () => {
      const call = legacy(ECHO, { name: 'echo', arguments: { n: 'x' } });
      const { json } = await post(one, call);
      expect(json.result).toMatchObject({
        isError: true,
        _meta: {
          'io.sprintconnect/code': 'arguments-invalid',
          'io.sprintconnect/callId': expect.any(String),
          'io.sprintconnect/faults': [
            { path: 'arguments.n', message: expect.any(String) },
          ],
        },
      });
      expect(server.calls).toEqual([]);
    });

    it('passes on errors of a server as it said them, but never its challenge', async () => {
      script = ({ id: rpcId, res }) => {
        res
          .writeHead(200, { 'content-type': 'application/json' })
          .end(
            `{"jsonrpc":"2.0","id":${rpcId},"error":{"code":-32042,"message":"Sign in first","data":{"n":1.50}}}`,
          );
      };
      const fault = await post(one, legacy(ECHO, { name: 'echo' }));
      expect(fault.status).toBe(200);
      expect(fault.json.error).toEqual({
        ...{ code: -32042, message: 'Sign in first', data: { n: 1.5 } },
      });
      script = ({ res }) => {
        res.writeHead(401, { 'www-authenticate': 'Bearer realm="x"' }).end();
      };
      const challenged = await post(one, ...modern(ECHO, { name: 'echo' }));
      expect(challenged.status).toBe(200);
      expect(challenged.headers.get('www-authenticate')).toBeNull();
      expect(challenged.json.result.isError).toBe(true);
    });

    it('answers at an address with a slash at its end, without sending anybody elsewhere', async () => {
      for (const url of [`${all}/`, `${one}/`]) {
        const { status, json } = await post(url, legacy('tools/list'));
        expect([status, json.result.tools.length]).toEqual([200, 3]);
      }
    });

    it('is nowhere else', async () => {
      for (const path of [
        '/MCP',
        '/mcp//',
        '/mcp/x',
        '/mcp/servers/development',
        '/mcp/servers/development/scripted/x',
        '/mcp/servers/development/scri%70ted',
      ]) {
        const { status } = await refused(
          door.base + path,
          legacy('tools/list'),
        );
        expect([path, status]).toEqual([path, 404]);
      }
    });

    it('tells servers that are not there from none that may be seen, to nobody', async () => {
      const nowhere = `${all}/servers/development/nobody`;
      for (const asked of [
        legacy('initialize', { protocolVersion: '2025-11-25' }),
        legacy('tools/list'),
      ]) {
        const { status, json } = await refused(nowhere, asked);
        expect([status, json.error.code]).toEqual([404, -32000]);
      }
      const discovered = await refused(nowhere, ...modern('server/discover'));
      expect(discovered.status).toBe(404);
      const called = await refused(nowhere, legacy(ECHO, { name: 'echo' }));
      expect(called.json.result.isError).toBe(true);
    });

    it('asks who it is before it reads', async () => {
      const answer = await fetch(all, { method: 'POST', body: 'no JSON' });
      expect(answer.status).toBe(401);
    });
  });
});
