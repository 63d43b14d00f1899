import { eventually, testAuthorizer } from '../../__testUtils__';
import type { CallAnswer } from '../call/CallAnswer';
import { RpcError } from '../call/RpcError';
import { parseExactly } from '@sprintconnect/plugin-sprintconnect-common';
import { createGatewayWorld } from '../__testUtils__/createGatewayWorld';
import {
  type ScriptedCall,
  startScriptedServer,
} from '../__testUtils__/startScriptedServer';

const OBJECT = { type: 'object' };
const TOOLS = [
  { name: 'echo', inputSchema: OBJECT },
  {
    name: 'typed',
    inputSchema: OBJECT,
    outputSchema: {
      type: 'object',
      properties: { n: { type: 'number' } },
      required: ['n'],
    },
  },
  {
    name: 'unjudged',
    inputSchema: { type: 'object', $ref: 'http://127.0.0.1:1/' },
  },
  {
    name: 'closed',
    inputSchema: { type: 'object', additionalProperties: false },
  },
  { name: '__proto__', inputSchema: OBJECT },
  { name: '../up', inputSchema: OBJECT },
];

/** How long the server was waited for, by what the caller is told. */
const secondsIn = ({ refusal }: CallAnswer) =>
  Number(/within ([\d.]+) s/.exec(refusal!.message)![1]);

describe('a call to a server that does as it likes', () => {
  let script: (call: ScriptedCall) => void;
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  let open: Awaited<ReturnType<typeof createGatewayWorld>>[] = [];

  beforeEach(async () => {
    script = ({ answer }) => answer('{"content":[]}');
    server = await startScriptedServer(TOOLS, call => script(call));
  });
  afterEach(async () => {
    for (const world of open) await world.stop();
    open = [];
    await server.close();
  });

  async function begin(options: Parameters<typeof createGatewayWorld>[0] = {}) {
    const world = await createGatewayWorld(options);
    open.push(world);
    const id = await world.added('scripted', server.url);
    const asked = (capability = 'echo', text = '{}') => ({
      entrance: 'rest' as const,
      server: { id },
      method: 'tools/call' as const,
      capability,
      arguments: parseExactly(text).exact as Record<string, unknown>,
    });
    const closed = () =>
      eventually('the record to close', async () => {
        const rows = await world.rows();
        return rows.length > 0 && rows.every(row => row.outcome) && rows;
      });
    return { ...world, asked, closed };
  }

  it('passes every number and every unknown field, both ways', async () => {
    const sent = '{"id":12345678901234567890,"x":0.10000000000000000001}';
    const result = `{"content":[{"type":"text","text":"t","annotations":{"a":1},"_meta":{"b":2}}],"structuredContent":{"n":9007199254740993},"_meta":{"mine":1,"traceparent":"t","progressToken":7,"io.modelcontextprotocol/clientInfo":{}},"unknown":{"c":[1e400]}}`;
    script = ({ answer }) => answer(result);
    const world = await begin();
    const answer = await world.call({
      ...world.asked('echo', sent),
      meta: {
        traceparent: '00-1',
        'example.org/kept': 1,
        progressToken: 'p',
        'io.modelcontextprotocol/clientCapabilities': {},
        'io.modelcontextprotocol/logLevel': 'debug',
      },
    });
    expect(answer.outcome).toBe('succeeded');
    const { unknown, structuredContent, _meta, content } =
      answer.result as Record<string, unknown>;
    expect(JSON.stringify({ content, structuredContent, _meta, unknown })).toBe(
      result.replace(
        ',"progressToken":7,"io.modelcontextprotocol/clientInfo":{}',
        '',
      ),
    );
    expect(server.calls[0]).toContain(`"arguments":${sent}`);
    expect(JSON.parse(server.calls[0]).params._meta).toEqual({
      traceparent: '00-1',
      'example.org/kept': 1,
    });
  });

  it.each(['__proto__', '../up'])(
    'calls a tool that is really called %s',
    async name => {
      const world = await begin();
      expect(await world.call(world.asked(name))).toMatchObject({
        outcome: 'succeeded',
      });
    },
  );

  it('refuses a result over the cap whole', async () => {
    script = ({ answer }) =>
      answer(`{"content":[{"type":"text","text":"${'x'.repeat(2048)}"}]}`);
    const world = await begin({ calls: { resultBytesMax: 1024 } });
    const answer = await world.call(world.asked());
    expect(answer).toMatchObject({
      outcome: 'upstream-failed',
      refusal: { code: 'upstream-too-large', problem: 'upstream-too-large' },
    });
    expect(answer).not.toHaveProperty('result');
    expect(await world.closed()).toMatchObject([
      { outcome: 'upstream-failed', code: 'upstream-too-large' },
    ]);
  });

  describe('that has settings of its own', () => {
    const result = `{"content":[{"type":"text","text":"${'x'.repeat(2048)}"}],"structuredContent":{"n":"one"}}`;
    const settled = async (calls: object) => {
      const world = await begin({
        calls: { resultBytesMax: 1024 * 1024, outputSchema: 'warn' },
      });
      await world.database
        .reader('servers')
        .update({ calls: JSON.stringify(calls) });
      return world;
    };

    it('refuses results by its own limit', async () => {
      script = ({ answer }) => answer(result);
      const small = await settled({ resultBytesMax: 1024 });
      expect(await small.call(small.asked('typed'))).toMatchObject({
        refusal: {
          code: 'upstream-too-large',
          message: expect.stringContaining('1024 bytes'),
        },
      });
      const large = await settled({ resultBytesMax: 4096 });
      expect((await large.call(large.asked('typed'))).outcome).toBe(
        'succeeded',
      );
    });

    it('measures results as it says', async () => {
      script = ({ answer }) => answer(result);
      const strict = await settled({ outputSchema: 'strict' });
      expect(await strict.call(strict.asked('typed'))).toMatchObject({
        outcome: 'upstream-failed',
        refusal: { code: 'result-invalid' },
      });
      const off = await settled({ outputSchema: 'off' });
      expect((await off.call(off.asked('typed'))).outcome).toBe('succeeded');
      expect(off.logger.warn).not.toHaveBeenCalledWith(
        expect.stringContaining('output schema'),
      );
    });

    it('waits as long as it says', async () => {
      script = () => {};
      const world = await settled({ timeoutMs: 1_000 });
      expect(await world.call(world.asked())).toMatchObject({
        outcome: 'timed-out',
        refusal: { message: expect.stringContaining('within 1 s') },
      });
    });
  });

  it('stops reading an answer of 50 MB', async () => {
    let sent = 0;
    script = ({ id, res }) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.write(
        `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[{"type":"text","text":"`,
      );
      const chunk = 'x'.repeat(64 * 1024);
      const more = () => {
        while (sent < 50 * 1024 * 1024 && !res.destroyed) {
          sent += chunk.length;
          if (!res.write(chunk)) {
            res.once('drain', more);
            return;
          }
        }
      };
      more();
    };
    const world = await begin();
    expect(await world.call(world.asked())).toMatchObject({
      outcome: 'upstream-failed',
      refusal: { code: 'upstream-too-large' },
    });
    expect(sent).toBeLessThan(40 * 1024 * 1024);
  });

  it('gives up on one that never answers, and tells it', async () => {
    let isGone = false;
    script = ({ res }) => {
      res.on('close', () => {
        isGone = true;
      });
    };
    const world = await begin();
    const answer = await world.call({ ...world.asked(), timeoutMs: 1_200 });
    expect(answer).toMatchObject({
      outcome: 'timed-out',
      refusal: { problem: 'upstream-timeout' },
    });
    expect(secondsIn(answer)).toBeLessThanOrEqual(1.08);
    await eventually('the request to be dropped', () => isGone);
    expect(await world.closed()).toMatchObject([{ outcome: 'timed-out' }]);
    expect(server.calls).toHaveLength(1);
  });

  it('counts as time of the caller what the steps before took', async () => {
    script = () => {};
    const authorizer = testAuthorizer();
    const world = await begin({
      authorizer: {
        ...authorizer,
        judgements: async (...asked) => {
          await new Promise(resolve => setTimeout(resolve, 1_000));
          return authorizer.judgements(...asked);
        },
      },
    });
    const answer = await world.call({ ...world.asked(), timeoutMs: 3_000 });
    expect(answer.outcome).toBe('timed-out');
    expect(secondsIn(answer)).toBeLessThanOrEqual(1.71);
  });

  it('gives up on one that asks for ever', async () => {
    script = ({ answer, params }) =>
      answer(
        JSON.stringify({
          resultType: 'input_required',
          inputRequests: { a: { method: 'roots/list' } },
          // The first time only.
          ...(!('inputResponses' in params) && { requestState: 'one' }),
        }),
      );
    const world = await begin();
    const answer = await world.call(world.asked(), {
      ask: async () => ({ roots: [] }),
    });
    expect(answer).toMatchObject({
      outcome: 'upstream-failed',
      wasAsked: true,
      refusal: { code: 'too-many-rounds' },
    });
    const states = server.calls.map(
      body => JSON.parse(body).params.requestState ?? 'none',
    );
    expect(states).toEqual(['none', 'one', ...Array(8).fill('none')]);
  });

  it('keeps the reason of a record within bounds', async () => {
    const world = await begin();
    const unknown = Object.fromEntries(
      Array.from({ length: 4 }, (_, nth) => [`${nth}${'y'.repeat(400)}`, 1]),
    );
    const asked = world.asked('closed', JSON.stringify(unknown));
    const { outcome, refusal } = await world.call(asked);
    expect(outcome).toBe('invalid');
    expect(refusal!.message.length).toBeGreaterThan(500);
    const [{ reason }] = await world.closed();
    expect(reason).toHaveLength(500);
  });

  it('refuses where the client answers a question with an error', async () => {
    script = ({ answer }) =>
      answer(
        '{"resultType":"input_required","inputRequests":{"a":{"method":"roots/list"}}}',
      );
    const world = await begin();
    const answer = await world.call(world.asked(), {
      ask: async () => {
        throw new RpcError(-32601, 'Method not found');
      },
    });
    expect(answer).toMatchObject({
      outcome: 'refused',
      wasAsked: true,
      refusal: { code: 'input-not-possible' },
    });
    expect(server.calls).toHaveLength(1);
  });

  it('waits no longer than calls may take, however patient the caller is', async () => {
    script = () => {};
    const world = await begin({ calls: { timeoutMs: 1_000 } });
    expect(
      await world.call({ ...world.asked(), timeoutMs: 3_600_000 }),
    ).toMatchObject({ outcome: 'timed-out' });
  });

  it('ends a call whose caller has gone, there and here', async () => {
    let isGone = false;
    const world = await begin();
    const caller = new AbortController();
    script = ({ res }) => {
      res.on('close', () => {
        isGone = true;
      });
      caller.abort();
    };
    expect(
      await world.call(world.asked(), { signal: caller.signal }),
    ).toMatchObject({
      outcome: 'cancelled',
      refusal: { code: 'cancelled', problem: 'call-cancelled' },
    });
    await eventually('the request to be dropped', () => isGone);
    expect(await world.closed()).toMatchObject([{ outcome: 'cancelled' }]);
  });

  it('sends nothing for a caller who had gone before', async () => {
    const world = await begin();
    const signal = AbortSignal.abort();
    expect(await world.call(world.asked(), { signal })).toMatchObject({
      outcome: 'cancelled',
    });
    expect(server.calls).toEqual([]);
  });

  it('takes no answer with another id for its own', async () => {
    script = ({ res }) => {
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"jsonrpc":"2.0","id":"another","result":{"content":[]}}');
    };
    const world = await begin();
    const answer = await world.call({ ...world.asked(), timeoutMs: 2_000 });
    expect(answer.outcome).not.toBe('succeeded');
    expect(answer).not.toHaveProperty('result');
  });

  it('takes the first of two answers', async () => {
    script = ({ id, res }) => {
      const said = (text: string) =>
        `data: {"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[{"type":"text","text":"${text}"}]}}\n\n`;
      res
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(said('first') + said('second'));
    };
    const world = await begin();
    expect(await world.call(world.asked())).toMatchObject({
      result: { content: [{ text: 'first' }] },
    });
    expect(await world.closed()).toHaveLength(1);
  });

  it('takes no answer that comes late for that of a later call', async () => {
    const seen: ScriptedCall[] = [];
    script = call => seen.push(call);
    const world = await begin();
    const first = await world.call({ ...world.asked(), timeoutMs: 1_200 });
    expect(first.outcome).toBe('timed-out');
    script = ({ id, res }) => {
      const said = (to: unknown, text: string) =>
        `data: {"jsonrpc":"2.0","id":${JSON.stringify(to)},"result":{"content":[{"type":"text","text":"${text}"}]}}\n\n`;
      // Where it was asked, which nobody reads, and on the stream of the next one.
      seen[0].answer('{"content":[{"type":"text","text":"late"}]}');
      res
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(said(seen[0].id, 'late') + said(id, 'in time'));
    };
    expect(await world.call(world.asked())).toMatchObject({
      outcome: 'succeeded',
      result: { content: [{ text: 'in time' }] },
    });
    await eventually('both records', async () => {
      const rows = await world.rows();
      return (
        rows.map(({ outcome }) => outcome).join() === 'timed-out,succeeded'
      );
    });
  });

  it('keeps no other server waiting', async () => {
    const held: ScriptedCall[] = [];
    script = call => held.push(call);
    const world = await begin({
      calls: { concurrent: 100 },
      connections: { perServer: 4, queuedPerServer: 4 },
    });
    const quick = await startScriptedServer(TOOLS, ({ answer }) =>
      answer('{"content":[]}'),
    );
    try {
      const id = await world.added('quick', quick.url);
      const slow = Array.from({ length: 8 }, () => world.call(world.asked()));
      await eventually('its places to be taken', () => held.length === 4);
      const full = await world.call(world.asked());
      expect(full.refusal?.code).toBe('server-busy');
      for (let nth = 0; nth < 20; nth++) {
        const { outcome } = await world.call({
          ...world.asked(),
          server: { id },
        });
        expect(outcome).toBe('succeeded');
      }
      // All of it came to pass while the slow one had answered nothing.
      expect(held).toHaveLength(4);
      script = ({ answer }) => answer('{"content":[]}');
      for (const { answer } of held) answer('{"content":[]}');
      for (const { outcome } of await Promise.all(slow)) {
        expect(outcome).toBe('succeeded');
      }
    } finally {
      await quick.close();
    }
  });

  it('passes an error of the protocol on as a value', async () => {
    script = ({ id, res }) => {
      res.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          jsonrpc: '2.0',
          id,
          error: { code: -32602, message: 'No such place', data: { a: 1 } },
        }),
      );
    };
    const world = await begin();
    expect(await world.call(world.asked())).toMatchObject({
      outcome: 'upstream-failed',
      fault: { code: -32602, message: 'No such place', data: { a: 1 } },
    });
    expect(await world.closed()).toMatchObject([
      { code: 'rpc--32602', reason: 'No such place' },
    ]);
  });

  describe('with an error of the protocol', () => {
    const answering = (error: object) => {
      script = ({ id, res }) => {
        res
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ jsonrpc: '2.0', id, error }));
      };
    };

    it('makes one for this hop alone a refusal that says what it needs', async () => {
      answering({
        code: -32021,
        message: 'Missing required client capability',
        data: { requiredCapabilities: { elicitation: {}, '<b>': {} } },
      });
      const world = await begin();
      const answer = await world.call(world.asked());
      expect(answer).toMatchObject({
        outcome: 'refused',
        wasAsked: true,
        refusal: {
          code: 'input-not-possible',
          problem: 'input-not-possible',
          message: expect.stringContaining('(elicitation)'),
        },
      });
      expect(answer).not.toHaveProperty('fault');
      answering({ code: -32021, message: '', data: 'x' });
      expect(await world.call(world.asked())).toMatchObject({
        refusal: { code: 'input-not-possible' },
      });
    });

    it('passes one that leads to a page as it is', async () => {
      const error = {
        code: -32042,
        message: 'Sign in first',
        data: {
          elicitations: [
            {
              mode: 'url',
              elicitationId: '1',
              url: 'https://login.example/?token=abcdefghij',
              message: 'Sign in',
            },
          ],
        },
      };
      answering(error);
      const world = await begin();
      expect((await world.call(world.asked())).fault).toEqual(error);
    });

    it('tells nobody of secrets that it holds', async () => {
      const token = `ghp_${'x'.repeat(36)}`;
      const world = await begin();
      await world.database.reader('servers').update({
        remotes: JSON.stringify([
          {
            type: 'streamable-http',
            url: `${server.url}?team=over%20the%20hills`,
            headers: { 'X-Team': 'Red Delicious' },
          },
        ]),
      });
      answering({
        code: -32000,
        message: `no ${token} of Delicious over the hills at https://ada:hunter2@db.example, Authorization: Bearer abcdefghijk`,
        data: { url: '/mcp?team=over%20the%20hills' },
      });
      const { fault } = await world.call(world.asked());
      expect(fault).toEqual({
        code: -32000,
        message:
          'no [redacted] of [hidden] [hidden] at https://[redacted]@db.example, Authorization: Bearer [redacted]',
      });
      const rows = await world.closed();
      expect(rows).toMatchObject([{ reason: fault!.message }]);
      const { debug, info, warn, error } = world.logger;
      const logged = JSON.stringify(
        [debug, info, warn, error].flatMap(({ mock }) => mock.calls),
      );
      expect(logged).not.toMatch(/ghp_|Delicious|hunter2|abcdefghijk|hills/);
    });
  });

  it.each([401, 500])(
    'makes of its HTTP %s no answer of ours',
    async status => {
      script = ({ res }) => {
        res.writeHead(status, { 'www-authenticate': 'Bearer' }).end();
      };
      const world = await begin();
      const { outcome, refusal } = await world.call(world.asked());
      expect(outcome).toBe('upstream-failed');
      expect(refusal!.code).toMatch(/^upstream-/);
    },
  );

  it('says why a call to one that is down fails, and asks it nothing', async () => {
    const world = await begin();
    await server.close();
    expect(await world.call(world.asked())).toMatchObject({
      outcome: 'upstream-failed',
      refusal: { code: 'upstream-refused', problem: 'upstream-refused' },
    });
    server = await startScriptedServer(TOOLS, call => script(call));
  });

  it('refuses a call for which the server has no place', async () => {
    const waiting: ScriptedCall[] = [];
    script = call => waiting.push(call);
    const world = await begin({
      connections: { perServer: 1, queuedPerServer: 0 },
    });
    const first = world.call(world.asked());
    await eventually('the first call', () => waiting.length === 1);
    expect(await world.call(world.asked())).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'server-busy', problem: 'server-busy' },
    });
    waiting[0].answer('{"content":[]}');
    expect((await first).outcome).toBe('succeeded');
    expect(server.calls).toHaveLength(1);
  });

  it('leaves a server alone that could not be reached', async () => {
    const world = await begin({ connections: { failureThreshold: 1 } });
    await server.close();
    await world.call(world.asked());
    expect(await world.call(world.asked())).toMatchObject({
      outcome: 'refused',
      refusal: {
        code: 'server-resting',
        problem: 'server-resting',
        retryAfterSeconds: expect.any(Number),
      },
    });
    server = await startScriptedServer(TOOLS, call => script(call));
  });

  it('lets as many calls of a caller be under way as it may', async () => {
    const waiting: ScriptedCall[] = [];
    script = call => waiting.push(call);
    const world = await begin({ calls: { concurrent: 1 } });
    const first = world.call(world.asked());
    await eventually('the first call', () => waiting.length === 1);
    expect(await world.call(world.asked())).toMatchObject({
      outcome: 'refused',
      refusal: { problem: 'concurrency-limited', retryAfterSeconds: 1 },
    });
    const other = world.gateway.call(
      { ...world.ctx, caller: { type: 'user', ref: 'user:default/bob' } },
      world.asked(),
      { signal: new AbortController().signal, clientCapabilities: {} },
    );
    await eventually('the call of another', () => waiting.length === 2);
    for (const { answer } of waiting) answer('{"content":[]}');
    expect((await first).outcome).toBe('succeeded');
    expect((await other).outcome).toBe('succeeded');
    script = ({ answer }) => answer('{"content":[]}');
    expect((await world.call(world.asked())).outcome).toBe('succeeded');
  });

  it('asks the server where its schema cannot be judged by, and notes it', async () => {
    const world = await begin();
    expect(await world.call(world.asked('unjudged'))).toMatchObject({
      outcome: 'succeeded',
    });
    expect(world.logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('"unjudged"'),
    );
  });

  describe.each([
    ['that does not fit', '{"n":"one"}', 'structuredContent.n must be number'],
    ['that is missing', undefined, 'structuredContent is required'],
  ])('whose result has structured content %s', (_what, structured, why) => {
    const resultOf = (more = '') =>
      `{"content":[]${structured ? `,"structuredContent":${structured}` : ''}${more}}`;

    it.each([
      { outputSchema: 'off', outcome: 'succeeded', warns: false },
      { outputSchema: 'warn', outcome: 'succeeded', warns: true },
      { outputSchema: 'strict', outcome: 'upstream-failed', warns: true },
    ])('is $outcome by "$outputSchema"', async ({ warns, ...rest }) => {
      const { outputSchema, outcome } = rest;
      script = ({ answer }) => answer(resultOf());
      const world = await begin({ calls: { outputSchema } });
      const answer = await world.call(world.asked('typed'));
      expect(answer.outcome).toBe(outcome);
      expect('result' in answer).toBe(outcome === 'succeeded');
      expect(answer.refusal?.problem).toBe(
        outcome === 'succeeded' ? undefined : 'upstream-result-invalid',
      );
      const warned = world.logger.warn.mock.calls.some(([line]) =>
        String(line).includes(why),
      );
      expect(warned).toBe(warns);
    });

    it('passes where the tool says that it failed', async () => {
      script = ({ answer }) => answer(resultOf(',"isError":true'));
      const world = await begin({ calls: { outputSchema: 'strict' } });
      expect((await world.call(world.asked('typed'))).outcome).toBe(
        'tool-error',
      );
    });
  });

  it('leaves nothing while no record can be committed', async () => {
    const world = await begin();
    await world.database.reader.schema.renameTable('calls', 'calls_gone');
    await expect(world.call(world.asked())).rejects.toThrow();
    expect(server.calls).toEqual([]);
    await world.database.reader.schema.renameTable('calls_gone', 'calls');
  });
});
