import {
  type ScriptedCall,
  startScriptedServer,
} from '../__testUtils__/startScriptedServer';
import { eventually } from '../../__testUtils__';
import { legacy, modern, post } from './__testUtils__/post';
import { OTHER, startDoor, type StartedDoor } from './__testUtils__/startDoor';

const TOOLS = [{ name: 'work', inputSchema: { type: 'object' } }];

describe('while a call is under way', () => {
  let door: StartedDoor;
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  let script: (call: ScriptedCall) => void;
  let url: string;

  beforeAll(async () => {
    server = await startScriptedServer(TOOLS, call => script(call));
    door = await startDoor();
    await door.register('scripted', server.url);
    await door.register('weather', door.forecast.conformanceUrl);
    url = `${door.base}/mcp/servers/development/scripted`;
  });
  afterAll(async () => {
    await door?.stop();
    await server?.close();
  });
  beforeEach(() => {
    server.calls.length = 0;
  });

  /** From now on calls wait until they are answered. */
  function holdCalls() {
    const held: (ScriptedCall & { isDropped: boolean })[] = [];
    script = call => {
      const each = { ...call, isDropped: false };
      held.push(each);
      call.res.on('close', () => {
        each.isDropped = !call.res.writableFinished;
      });
    };
    return held;
  }

  /** Reports progress, and answers. */
  const progressing = ({ body, id, res }: ScriptedCall) => {
    const token = JSON.parse(body).params._meta?.progressToken;
    const data = (json: object) => `data: ${JSON.stringify(json)}\n\n`;
    const told = token !== undefined && {
      jsonrpc: '2.0',
      method: 'notifications/progress',
      params: { progressToken: token, progress: 0.5, message: 'half' },
    };
    res
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end(
        (told ? data(told) : '') +
          data({ jsonrpc: '2.0', id, result: { content: [] } }),
      );
  };
  const withToken = (token: unknown) => ({
    name: 'work',
    _meta: { progressToken: token },
  });
  const eventsIn = (text: string) =>
    [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data));

  it.each<[string, Parameters<typeof post>[1], Record<string, string>?]>([
    ['2025-11-25', legacy('tools/call', withToken('my token'))],
    ['2026-07-28', ...modern('tools/call', withToken('my token'))],
  ])('tells a client of %s how far it is, if it asked', async (_, ...asked) => {
    script = progressing;
    const answer = await post(url, ...asked);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('x-accel-buffering')).toBe('no');
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(answer.headers.get('content-encoding')).toBeNull();
    const [told, result, ...more] = eventsIn(answer.text);
    expect(told).toEqual({
      jsonrpc: '2.0',
      method: 'notifications/progress',
      params: { progressToken: 'my token', progress: 0.5, message: 'half' },
    });
    expect(result).toMatchObject({ id: 1, result: { content: [] } });
    expect(more).toEqual([]);
    // Ours is another one, so that no two clients have the same.
    expect(server.calls[0]).toMatch(/"progressToken":\d+/);
  });

  it('asks for no progress where nobody asked, or nobody can hear it', async () => {
    script = progressing;
    const unasked = await post(url, legacy('tools/call', { name: 'work' }));
    const deaf = await post(url, legacy('tools/call', withToken(7)), {
      accept: 'application/json',
    });
    const odd = await post(url, legacy('tools/call', withToken({ a: 1 })));
    expect(odd.status).toBe(400);
    for (const { headers, json } of [unasked, deaf]) {
      expect(headers.get('content-type')).toContain('application/json');
      expect(json.result).toEqual({ content: [] });
    }
    for (const sent of server.calls)
      expect(sent).not.toContain('progressToken');
  });

  it('passes on what a server logs, as far as the client wants it', async () => {
    const weather = `${door.base}/mcp/servers/development/weather`;
    const logged = async (...asked: Parameters<typeof post>) =>
      eventsIn((await post(...asked)).text)
        .filter(({ method }) => method === 'notifications/message')
        .map(({ params }) => params.level);
    const call = { name: 'test_tool_with_logging' };
    const level = (each: string) => ({
      ...call,
      _meta: { 'io.modelcontextprotocol/logLevel': each },
    });
    const all = await logged(weather, ...modern('tools/call', level('debug')));
    expect(all).toHaveLength(3);
    const severe = modern('tools/call', level('emergency'));
    expect(await logged(weather, ...severe)).toEqual([]);
    expect(await logged(weather, ...modern('tools/call', call))).toEqual([]);
    const begun = await post(
      weather,
      legacy('initialize', { capabilities: {} }),
    );
    const session = {
      'mcp-session-id': begun.headers.get('mcp-session-id')!,
    };
    const set = await post(
      weather,
      legacy('logging/setLevel', { level: 'info' }),
      session,
    );
    const leveled = {
      'mcp-session-id': set.headers.get('mcp-session-id')!,
    };
    const heard = await logged(weather, legacy('tools/call', call), leveled);
    expect(heard).toHaveLength(3);
  });

  const begin = async (headers: Record<string, string> = {}) => {
    const answer = await post(url, legacy('initialize'), headers);
    const token = answer.headers.get('mcp-session-id')!;
    return { ...headers, 'mcp-session-id': token };
  };
  const cancel = (id: unknown, headers: Record<string, string>) =>
    post(
      url,
      {
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId: id },
      },
      headers,
    );

  it('cancels for the session that asked, and for no other', async () => {
    const held = holdCalls();
    const mine = await begin();
    const others = [await begin(), await begin(OTHER), {}, OTHER];
    const call = post(url, legacy('tools/call', { name: 'work' }, 5), mine);
    await eventually('the call', () => held.length === 1);
    for (const each of others) {
      const { status } = await cancel(5, each);
      expect(status).toBe(202);
    }
    for (const id of ['5', 6, null]) await cancel(id, mine);
    await post(url, legacy('ping'), mine);
    expect(held[0].isDropped).toBe(false);
    await cancel(5, mine);
    const { json } = await call;
    expect(json.result).toMatchObject({
      isError: true,
      _meta: { 'io.sprintconnect/code': 'cancelled' },
    });
    await eventually('the server to be told', () => held[0].isDropped);
    const record = await eventually('the record', () =>
      door.database.reader('calls').where({ outcome: 'cancelled' }).first(),
    );
    expect(record).toMatchObject({ entrance: 'mcp', capability: 'work' });
  });

  it('cancels nothing where nobody knows which of several is meant', async () => {
    const held = holdCalls();
    const calls = [1, 2].map(() =>
      post(url, legacy('tools/call', { name: 'work' }, 11)),
    );
    await eventually('both calls', () => held.length === 2);
    await cancel(11, {});
    for (const each of held) each.answer('{"content":[]}');
    for (const each of calls) {
      expect((await each).json.result).toEqual({ content: [] });
    }
  });

  it('refuses an id that is in use in its session, and nowhere else', async () => {
    const held = holdCalls();
    const mine = await begin();
    const work = (headers: Record<string, string>) =>
      post(url, legacy('tools/call', { name: 'work' }, 9), headers);
    const first = work(mine);
    await eventually('the call', () => held.length === 1);
    const again = await work(mine);
    expect([again.status, again.json.error.code]).toEqual([400, -32600]);
    const elsewhere = [work(await begin()), work({}), work({}), work(OTHER)];
    await eventually('the others', () => held.length === 5);
    for (const each of held) each.answer('{"content":[]}');
    for (const each of [first, ...elsewhere]) {
      expect((await each).json.result).toEqual({ content: [] });
    }
  });

  it.each<[string, object, Record<string, string>]>([
    ['2025-11-25', legacy('tools/call', { name: 'work' }), {}],
    ['2026-07-28', ...modern('tools/call', { name: 'work' })],
  ])('ends with a client of %s that vanishes', async (_, body, headers) => {
    const held = holdCalls();
    const leaving = new AbortController();
    const call = fetch(url, {
      method: 'POST',
      headers: {
        ...OTHER,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: JSON.stringify(body),
      signal: leaving.signal,
    });
    await eventually('the call', () => held.length === 1);
    leaving.abort();
    await expect(call).rejects.toThrow();
    await eventually('the server to be told', () => held[0].isDropped);
  });
});
