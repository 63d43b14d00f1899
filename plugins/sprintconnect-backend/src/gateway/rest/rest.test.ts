import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { freePort } from 'testing';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, eventually } from '../../__testUtils__';
import {
  createGatewayWorld,
  type GatewayWorld,
} from '../__testUtils__/createGatewayWorld';
import {
  type ScriptedCall,
  startScriptedServer,
} from '../__testUtils__/startScriptedServer';

const TOOLS = [
  { name: 'echo', inputSchema: { type: 'object' } },
  {
    name: 'a/b c',
    inputSchema: {
      type: 'object',
      properties: { n: { type: 'integer' } },
      required: ['n'],
    },
  },
];

describe.each(databaseIds)('the routes of calls on %s', databaseId => {
  let script: (call: ScriptedCall) => void;
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  let world: GatewayWorld;
  let id: string;

  beforeAll(async () => {
    server = await startScriptedServer(TOOLS, call => script(call));
    world = await createGatewayWorld({ id: databaseId });
    id = await world.added('scripted', server.url);
  });
  afterAll(async () => {
    await world?.stop();
    await server?.close();
  });
  beforeEach(() => {
    server.calls.length = 0;
    script = ({ answer }) => answer('{"content":[]}');
    world.allow([]);
  });

  const post = (path: string, body?: string | object) => {
    const sent = request(world.app)
      .post(`/v1/servers/${id}${path}`)
      .set('content-type', 'application/json');
    return body === undefined ? sent : sent.send(body);
  };
  const isProblem = (kind: Parameters<typeof problemTypeOf>[0]) =>
    expect.objectContaining({ type: problemTypeOf(kind) });

  it('calls a tool, and loses no digit on the way', async () => {
    script = ({ answer }) =>
      answer('{"content":[],"structuredContent":{"n":12345678901234567890}}');
    const response = await post(
      '/tools/echo/call',
      '{"arguments":{"id":9007199254740993,"__proto__":{"x":1e400}}}',
    ).expect(200);
    expect(server.calls[0]).toContain(
      '"arguments":{"id":9007199254740993,"__proto__":{"x":1e400}}',
    );
    expect(response.text).toContain('{"n":12345678901234567890}');
    expect(response.body).toMatchObject({
      callId: expect.any(String),
      outcome: 'succeeded',
      durationMs: expect.any(Number),
    });
    expect(response.headers['cache-control']).toContain('no-store');
  });

  it.each([
    ['user:user:default/ada', 'portal'],
    ['service:plugin:scaffolder', 'action'],
    ['service:plugin:other', 'rest'],
  ])('records of %s that it came in by %s', async (caller, entrance) => {
    const { body } = await post('/tools/echo/call', {})
      .set('x-test-caller', caller)
      .expect(200);
    const row = await world.database
      .reader('calls')
      .where({ id: body.callId })
      .first();
    expect(row.entrance).toBe(entrance);
  });

  it('takes any name of a tool, and no body for no arguments', async () => {
    const path = `/tools/${encodeURIComponent('a/b c')}/call`;
    await post(path, { arguments: { n: 1 } }).expect(200);
    await post('/tools/echo/call').expect(200);
    expect(server.calls).toHaveLength(2);
  });

  it.each([
    {
      what: 'an unknown tool',
      path: '/tools/nothing/call',
      refused: { status: 404, kind: 'capability-not-found' },
    },
    {
      what: 'arguments that do not fit',
      path: '/tools/a%2Fb%20c/call',
      body: { arguments: { n: 'x' } },
      refused: { status: 400, kind: 'arguments-invalid' },
    },
    {
      what: 'a body that is none',
      path: '/tools/echo/call',
      body: { arguments: 7, other: 1 },
      refused: { status: 400, kind: 'invalid-request' },
    },
    {
      what: 'an unknown prompt',
      path: '/prompts/x/get',
      refused: { status: 404, kind: 'capability-not-found' },
    },
    {
      what: 'no URI',
      path: '/resources/read',
      refused: { status: 400, kind: 'invalid-request' },
    },
    {
      what: 'an unknown resource',
      path: '/resources/read',
      body: { uri: 'file:///etc/passwd' },
      refused: { status: 404, kind: 'capability-not-found' },
    },
  ] as const)('refuses $what, and sends nothing', async given => {
    const { status, kind } = given.refused;
    const response = await post(given.path, 'body' in given ? given.body : {});
    expect([response.status, response.body]).toEqual([status, isProblem(kind)]);
    expect(server.calls).toEqual([]);
  });

  it('bounds the body by its size and its depth', async () => {
    const large = { arguments: { x: 'x'.repeat(1024 * 1024 + 1) } };
    const response = await post('/tools/echo/call', large).expect(413);
    expect(response.body).toEqual(isProblem('arguments-too-large'));
    const deep = `{"arguments":{"x":${'['.repeat(50_000)}1e999${']'.repeat(50_000)}}}`;
    await post('/tools/echo/call', deep).expect(400);
    expect(server.calls).toEqual([]);
  });

  it.each([undefined, 'dryRun=true'])(
    'refuses null for a body, and a key that is too long (%s)',
    async query => {
      const path = `/tools/echo/call?${query ?? ''}`;
      for (const refused of [
        await post(path, 'null'),
        await post(path, {}).set('Idempotency-Key', 'k'.repeat(256)),
      ]) {
        expect(refused.status).toBe(400);
        const { detail } = refused.body;
        expect(detail).toMatch(/expected object|Idempotency-Key/);
      }
      expect(server.calls).toEqual([]);
      await post(`/tools/echo/call?${query ?? ''}`).expect(200);
    },
  );

  it('only says what would be done', async () => {
    const response = await post('/tools/echo/call?dryRun=true', {}).expect(200);
    expect(response.body).toMatchObject({ wouldCall: true });
    const refused = await post('/tools/a%2Fb%20c/call?dryRun=true', {});
    expect(refused.body).toMatchObject({
      wouldCall: false,
      faults: [{ path: 'arguments.n', message: 'is required' }],
    });
    const nowhere = await request(world.app)
      .post('/v1/servers/x/tools/echo/call?dryRun=true')
      .expect(404);
    expect(nowhere.body).toEqual(isProblem('capability-not-found'));
    await post('/tools/echo/call?dryRun=false', {}).expect(200);
    expect(server.calls).toHaveLength(1);
  });

  it('tells an error of the protocol and a failing server apart from its own', async () => {
    script = ({ id: rpcId, res }) => {
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(
          `{"jsonrpc":"2.0","id":${rpcId},"error":{"code":-32602,"message":"No such city"}}`,
        );
    };
    const response = await post('/tools/echo/call', {}).expect(502);
    expect(response.body).toMatchObject({
      type: problemTypeOf('upstream-error'),
      detail: expect.stringContaining('No such city'),
      callId: expect.any(String),
    });
    const record = `/v1/calls/${response.body.callId}`;
    const outcome = await eventually('the end of the record', async () => {
      const { body } = await request(world.app).get(record).expect(200);
      return body.outcome;
    });
    expect(outcome).toBe('upstream-failed');
    script = ({ res }) => {
      res.writeHead(401, { 'www-authenticate': 'Bearer realm="x"' }).end();
    };
    const refused = await post('/tools/echo/call', {}).expect(422);
    expect(refused.headers['www-authenticate']).toBeUndefined();
  });

  it('names the pages that the server wants opened first, and no other addresses', async () => {
    const asks = (code: number) => {
      script = ({ id: rpcId, res }) =>
        res
          .writeHead(200, { 'content-type': 'application/json' })
          .end(
            `{"jsonrpc":"2.0","id":${rpcId},"error":{"code":${code},"message":"Pay first","data":{"elicitations":[{"mode":"url","url":"https://pay.example.com/1"},{"mode":"url","url":"javascript:alert(1)"}]}}}`,
          );
      return post('/tools/echo/call', {});
    };
    const { body } = await asks(-32042).expect(422);
    expect(body).toEqual(isProblem('input-not-possible'));
    expect(body.detail).toContain('https://pay.example.com/1');
    expect(body.detail).not.toContain('alert(1)');
    const other = await asks(-32000).expect(502);
    expect(other.body.detail).not.toContain('https://pay.example.com/1');
  });

  it('streams the result as an event where it is asked for', async () => {
    const response = await post('/tools/echo/call', {})
      .set('accept', 'text/event-stream')
      .expect(200);
    expect(response.headers).toMatchObject({
      'content-type': expect.stringContaining('text/event-stream'),
      'x-accel-buffering': 'no',
      'cache-control': expect.stringContaining('no-transform'),
    });
    expect(response.text).toMatch(
      /^: open\n\nevent: result\ndata: \{"callId".*\}\n\n$/,
    );
    const refused = await post('/tools/nothing/call', {})
      .set('accept', 'text/event-stream')
      .expect(200);
    expect(refused.text).toContain('event: problem\ndata: {"type"');
    expect(refused.text).toContain(problemTypeOf('capability-not-found'));
  });

  it.each(['*/*', 'application/json', 'image/png', 'text/event-stream;q=0'])(
    'answers JSON to who accepts %s',
    async accept => {
      const response = await post('/tools/echo/call', {}).set('accept', accept);
      expect(response.headers['content-type']).toMatch(/^application\/json/);
    },
  );

  it('streams progress', async () => {
    script = ({ body, id: rpcId, res }) => {
      const token = JSON.parse(body).params._meta.progressToken;
      const data = (json: object) => `data: ${JSON.stringify(json)}\n\n`;
      res.writeHead(200, { 'content-type': 'text/event-stream' }).end(
        data({
          jsonrpc: '2.0',
          method: 'notifications/progress',
          params: { progressToken: token, progress: 1, total: 2 },
        }) + data({ jsonrpc: '2.0', id: rpcId, result: { content: [] } }),
      );
    };
    const { text } = await post('/tools/echo/call', {}).set(
      'accept',
      'text/event-stream',
    );
    expect(text).toContain('event: progress\ndata: {"progress":1,"total":2}\n');
    expect(text.indexOf('progress')).toBeLessThan(text.indexOf('result'));
  });

  it('asks for no progress where nobody listens', async () => {
    await post('/tools/echo/call', {}).expect(200);
    expect(server.calls[0]).not.toContain('progressToken');
  });

  describe('with an Idempotency-Key', () => {
    let count = 0;
    const keyed = (key: string, body: string | object = {}) =>
      post('/tools/echo/call', body).set('Idempotency-Key', key);
    const nextKey = () => `${databaseId}-${(count += 1)}`;

    it('calls once, and answers the same', async () => {
      const key = nextKey();
      script = ({ answer }) =>
        answer('{"content":[],"n":12345678901234567890}');
      const first = await keyed(key).expect(200);
      const second = await keyed(key).expect(200);
      expect(second.text).toBe(first.text);
      expect(second.headers['idempotency-replayed']).toBe('true');
      expect(server.calls).toHaveLength(1);
    });

    it('takes numbers that JavaScript cannot tell apart for different requests', async () => {
      const key = nextKey();
      await keyed(key, '{"arguments":{"n":9007199254740992}}').expect(200);
      const other = await keyed(key, '{"arguments":{"n":9007199254740993}}');
      expect(other.status).toBe(409);
      expect(other.body).toEqual(isProblem('idempotency-key-reused'));
      expect(server.calls).toHaveLength(1);
    });

    it('never calls twice, also while the first is under way', async () => {
      const key = nextKey();
      const waiting: ScriptedCall[] = [];
      script = call => waiting.push(call);
      const first = keyed(key).then(response => response);
      await eventually('the first call', () => waiting.length === 1);
      const second = await keyed(key).expect(409);
      expect(second.body).toEqual(isProblem('idempotency-key-in-progress'));
      waiting[0].answer('{"content":[]}');
      expect((await first).status).toBe(200);
      await keyed(key).expect(200);
      expect(server.calls).toHaveLength(1);
    });

    it('answers a failure again, because it may have been done', async () => {
      const key = nextKey();
      script = ({ res }) => {
        res.writeHead(500).end();
      };
      const first = await keyed(key).expect(502);
      const second = await keyed(key).expect(502);
      const { requestId: _first, ...told } = first.body;
      expect(second.body).toMatchObject(told);
      expect(told.callId).toEqual(expect.any(String));
      expect(server.calls).toHaveLength(1);
    });

    it('answers a refusal again where the server had begun', async () => {
      const key = nextKey();
      script = ({ answer }) =>
        answer(
          '{"resultType":"input_required","inputRequests":{"a":{"method":"elicitation/create","params":{}}}}',
        );
      const first = await keyed(key).expect(422);
      expect(first.body).toEqual(isProblem('input-not-possible'));
      script = ({ answer }) => answer('{"content":[]}');
      const second = await keyed(key).expect(422);
      expect(second.headers['idempotency-replayed']).toBe('true');
      expect(server.calls).toHaveLength(1);
    });

    it('leaves the key free where the server could not be reached', async () => {
      const key = nextKey();
      const table = () => world.database.reader('servers').where({ id });
      const { remotes } = await table().first('remotes');
      const url = `http://127.0.0.1:${await freePort()}/mcp`;
      const nobody = [{ type: 'streamable-http', url }];
      await table().update({ remotes: JSON.stringify(nobody) });
      try {
        const refused = await keyed(key);
        expect(refused.status).toBe(502);
        expect(server.calls).toEqual([]);
      } finally {
        await table().update({ remotes });
      }
      await keyed(key).expect(200);
    });

    it('leaves the key free where a server that was there has gone', async () => {
      const key = nextKey();
      const gone = await startScriptedServer(TOOLS, call => script(call));
      const other = await world.added('gone', gone.url);
      const path = `/v1/servers/${other}/tools/echo/call`;
      await request(world.app).post(path).send({}).expect(200);
      await gone.close();
      const askGone = () =>
        request(world.app).post(path).set('Idempotency-Key', key).send({});
      await askGone().expect(502);
      const again = await askGone();
      expect(again.headers).not.toHaveProperty('idempotency-replayed');
      expect(gone.calls).toHaveLength(1);
    });

    it('answers nothing again that its caller may use no more', async () => {
      const key = nextKey();
      script = ({ answer }) =>
        answer('{"content":[{"type":"text","text":"hush"}]}');
      await keyed(key).expect(200);
      world.allow(['sprintconnect.capability.use']);
      const refused = await keyed(key).expect(404);
      expect(refused.body).toEqual(isProblem('capability-not-found'));
      expect(refused.text).not.toContain('hush');
      expect(server.calls).toHaveLength(1);
    });

    it('answers what came of a call while the key cannot be written, and calls no second time', async () => {
      const key = nextKey();
      const rename = (from: string, to: string) =>
        world.database.reader.schema.renameTable(from, to);
      script = async ({ answer }) => {
        await rename('idempotency_keys', 'keys_gone');
        answer('{"content":[]}');
      };
      try {
        await keyed(key).expect(200);
      } finally {
        await rename('keys_gone', 'idempotency_keys');
      }
      const again = await keyed(key).expect(409);
      expect(again.body).toEqual(isProblem('idempotency-key-in-progress'));
      expect(server.calls).toHaveLength(1);
    });

    it('leaves the key free where nothing was sent', async () => {
      const key = nextKey();
      world.allow(['sprintconnect.capability.use']);
      await keyed(key).expect(404);
      world.allow([]);
      await keyed(key).expect(200);
      expect(server.calls).toHaveLength(1);
    });
  });

  it('cancels the call of a client that vanishes', async () => {
    let isDropped = false;
    const listening = createServer(world.app).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const sent = httpRequest({
      ...{ port, host: '127.0.0.1', method: 'POST' },
      path: `/v1/servers/${id}/tools/echo/call`,
      headers: { 'content-type': 'application/json' },
    });
    sent.on('error', () => {});
    script = ({ res }) => {
      res.on('close', () => {
        isDropped = true;
      });
      sent.destroy();
    };
    sent.end('{}');
    await eventually('the upstream to be told', () => isDropped);
    const record = await eventually('the record', () =>
      world.database.reader('calls').where({ outcome: 'cancelled' }).first(),
    );
    expect(record).toMatchObject({ code: 'cancelled' });
    listening.closeAllConnections();
    await new Promise(resolve => listening.close(resolve));
  });
});
