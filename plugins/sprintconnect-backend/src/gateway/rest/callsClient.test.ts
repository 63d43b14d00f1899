import { SprintConnectClient } from '@sprintconnect/plugin-sprintconnect-common';
import { eventually } from '../../__testUtils__';
import { startRealBackend, TOKEN } from '../../__testUtils__/startRealBackend';
import {
  type ScriptedCall,
  startScriptedServer,
} from '../__testUtils__/startScriptedServer';

/** The typed client against a portal as it runs, with its compression and its own port. */
describe('the client of calls', () => {
  let script: (call: ScriptedCall) => void;
  let upstream: Awaited<ReturnType<typeof startScriptedServer>>;
  let portal: Awaited<ReturnType<typeof startRealBackend>>;
  let client: SprintConnectClient;
  let server: string;

  beforeAll(async () => {
    const inputSchema = {
      type: 'object',
      properties: { n: { type: 'integer' } },
    };
    upstream = await startScriptedServer(
      [{ name: 'echo', inputSchema }],
      call => script(call),
    );
    portal = await startRealBackend({
      sprintconnect: { egress: { allow: [{ host: '127.0.0.1' }] } },
    });
    client = new SprintConnectClient({
      baseUrl: portal.base,
      fetch: (url, init) =>
        fetch(url, {
          ...init,
          headers: { ...init?.headers, authorization: `Bearer ${TOKEN}` },
        }),
    });
    const registered = await client.registerServer({
      name: 'scripted',
      environment: 'development',
      remotes: [{ type: 'streamable-http', url: upstream.url }],
    });
    server = registered.id;
    await eventually('the tool to be known', async () => {
      const { items } = await client.listCapabilities(server);
      return items.length === 1;
    });
  });
  afterAll(async () => {
    await portal?.backend.stop();
    await upstream?.close();
  });
  beforeEach(() => {
    upstream.calls.length = 0;
  });

  const event = (json: object) => `data: ${JSON.stringify(json)}\n\n`;
  const progressOf = ({ params }: ScriptedCall, progress: number) =>
    event({
      jsonrpc: '2.0',
      method: 'notifications/progress',
      params: {
        progressToken: (params._meta as { progressToken: string })
          .progressToken,
        progress,
        total: 2,
        message: `step ${progress}`,
      },
    });

  it('calls a tool, and hears of its progress while it works', async () => {
    let waiting: ScriptedCall | undefined;
    script = call => {
      waiting = call;
      call.res.writeHead(200, { 'content-type': 'text/event-stream' });
      call.res.write(progressOf(call, 1));
    };
    const heard: unknown[] = [];
    const called = client.calls.callTool(
      { server, tool: 'echo', arguments: { n: 1 } },
      {
        exact: true,
        onProgress: each => {
          heard.push(each);
          // The result is sent only once this was heard, so that nothing held it back.
          waiting!.res.end(
            `data: {"jsonrpc":"2.0","id":${JSON.stringify(waiting!.id)},"result":{"content":[],"n":9007199254740993}}\n\n`,
          );
        },
      },
    );
    const { callId, outcome, result } = await called;
    expect(heard).toEqual([{ progress: 1, total: 2, message: 'step 1' }]);
    expect(outcome).toBe('succeeded');
    expect(JSON.stringify(result)).toBe('{"content":[],"n":9007199254740993}');
    const record = await eventually('the record to close', async () => {
      const found = await client.calls.get(callId);
      return found.outcome && found;
    });
    expect(record).toMatchObject({ outcome: 'succeeded', capability: 'echo' });
  });

  it('breaks a call off, which cancels it', async () => {
    const abort = new AbortController();
    let isTold = false;
    script = ({ res }) => {
      res.on('close', () => {
        isTold = true;
      });
      abort.abort();
    };
    await expect(
      client.calls.callTool(
        { server, tool: 'echo' },
        { signal: abort.signal, onProgress: () => {} },
      ),
    ).rejects.toMatchObject({ name: 'AbortError' });
    await eventually('the server to be told', () => isTold);
    await eventually('the record to close', async () => {
      const { items } = await client.calls.list({ outcome: 'cancelled' });
      return items.length === 1;
    });
  });

  it('throws what is refused, with its faults, and nothing was sent', async () => {
    const call = client.calls.callTool(
      { server, tool: 'echo', arguments: { n: 'x' } },
      { onProgress: () => {} },
    );
    await expect(call).rejects.toMatchObject({
      kind: 'arguments-invalid',
      problem: {
        errors: [{ path: 'arguments.n', message: expect.any(String) }],
      },
    });
    expect(upstream.calls).toEqual([]);
  });

  it('rehearses, and nothing is sent or written', async () => {
    const count = async () => {
      const { items } = await client.calls.list();
      return items.length;
    };
    // Ends are written in their order, soon after.
    script = ({ answer }) => answer('{"content":[]}');
    const { callId } = await client.calls.callTool({
      server,
      tool: 'echo',
      arguments: { n: 1 },
    });
    await eventually('what was before to be written', async () => {
      const { outcome } = await client.calls.get(callId);
      return outcome;
    });
    upstream.calls.length = 0;
    const before = await count();
    expect(
      await client.calls.rehearse({
        server,
        tool: 'echo',
        arguments: { n: 1 },
      }),
    ).toMatchObject({ wouldCall: true });
    expect(
      await client.calls.rehearse({ server, prompt: 'nothing' }),
    ).toMatchObject({ wouldCall: false });
    expect(
      await client.calls.rehearse({ server, uri: 'file:///etc/passwd' }),
    ).toMatchObject({ wouldCall: false });
    expect(upstream.calls).toEqual([]);
    expect(await count()).toBe(before);
  });
});
