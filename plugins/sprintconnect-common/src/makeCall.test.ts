import type { CallsClient } from './CallsClient';
import { problemTypeOf } from './problem';
import { SprintConnectClient } from './SprintConnectClient';
import { SprintConnectError } from './SprintConnectError';

const ID = '0197f3b2-7c1e-7abc-8def-0123456789ab';
const RESULT = `{"callId":"${ID}","outcome":"succeeded","durationMs":12.5,"upstreamMs":10,"result":{"content":[],"id":9007199254740993}}`;

function clientOf(answer: () => Response) {
  const asked: { url: string; init: RequestInit }[] = [];
  const client = new SprintConnectClient({
    baseUrl: 'http://portal.example/api/sprintconnect',
    fetch: async (url, init = {}) => {
      asked.push({ url, init });
      return answer();
    },
  });
  return { calls: client.calls, asked };
}

const stream = (text: string) => () =>
  new Response(text, { headers: { 'content-type': 'text/event-stream' } });
const json = (text: string) => () => new Response(text);
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => expect('a failure').toBe('thrown'),
    (error: SprintConnectError) => error,
  );

describe('the client makes calls', () => {
  it.each([
    {
      what: 'a tool',
      call: (calls: CallsClient) =>
        calls.callTool({ server: ID, tool: 'a/b c', arguments: { n: 1 } }),
      path: '/tools/a%2Fb%20c/call',
      body: '{"arguments":{"n":1}}',
    },
    {
      what: 'a prompt',
      call: (calls: CallsClient) =>
        calls.getPrompt({ server: ID, prompt: 'plan', timeoutMs: 5 }),
      path: '/prompts/plan/get',
      body: '{"timeoutMs":5}',
    },
    {
      what: 'a resource',
      call: (calls: CallsClient) =>
        calls.readResource({ server: ID, uri: 'file:///a' }),
      path: '/resources/read',
      body: '{"uri":"file:///a"}',
    },
  ])('of $what', async ({ call, path, body }) => {
    const { calls, asked } = clientOf(json(RESULT));
    expect(await call(calls)).toMatchObject({
      callId: ID,
      result: { content: [] },
    });
    expect(asked).toEqual([
      {
        url: `http://portal.example/api/sprintconnect/v1/servers/${ID}${path}`,
        init: expect.objectContaining({ method: 'POST', body }),
      },
    ]);
    expect(asked[0].init.headers).toMatchObject({
      accept: 'application/json, application/problem+json',
    });
  });

  it('and hears of progress before the result', async () => {
    const { calls, asked } = clientOf(
      stream(
        `: open\n\nevent: progress\ndata: {"progress":1,"total":2,"message":"half"}\n\n: heartbeat\n\nevent: later\ndata: ?\n\nevent: result\ndata: ${RESULT}\n\n`,
      ),
    );
    const heard: unknown[] = [];
    const result = await calls.callTool(
      { server: ID, tool: 'x' },
      { onProgress: each => heard.push(each), idempotencyKey: 'k' },
    );
    expect(heard).toEqual([{ progress: 1, total: 2, message: 'half' }]);
    expect(result.outcome).toBe('succeeded');
    expect(asked[0].init.headers).toMatchObject({
      accept: 'text/event-stream, application/problem+json',
      'idempotency-key': 'k',
    });
  });

  it.each([
    ['in one piece', json(RESULT), undefined],
    [
      'as a stream',
      stream(`event: result\ndata: ${RESULT}\n\n`),
      () => undefined,
    ],
  ])('and loses no digit where that is asked, %s', async (_as, answer, on) => {
    const { calls } = clientOf(answer);
    const use = { server: ID, tool: 'x' };
    const exact = await calls.callTool(use, { exact: true, onProgress: on });
    expect(JSON.stringify(exact.result)).toContain('9007199254740993');
    const plain = await calls.callTool(use, { onProgress: on });
    expect(plain.result.id).toBe(9007199254740992);
  });

  it('and tells the problem that ends a stream as any other', async () => {
    const problem = {
      type: problemTypeOf('arguments-invalid'),
      title: 'Invalid arguments',
      status: 400,
      detail: "The arguments don't fit: arguments.n is required.",
      instance: '/x',
      requestId: 'r1',
      errors: [{ path: 'arguments.n', message: 'is required' }],
    };
    const { calls } = clientOf(
      stream(`event: problem\ndata: ${JSON.stringify(problem)}\n\n`),
    );
    const error = await failureOf(
      calls.callTool({ server: ID, tool: 'x' }, { onProgress: () => {} }),
    );
    expect(error).toBeInstanceOf(SprintConnectError);
    expect(error).toMatchObject({ kind: 'arguments-invalid', problem });
  });

  it.each([
    ['ends without a result', ': open\n\n', /may have been made/],
    [
      'says what is no result',
      'event: result\ndata: {"callId":7}\n\n',
      /same version/,
    ],
    ['breaks off', 'event: result\ndata: {"ca', /may have been made/],
  ])('and says so when the stream %s', async (_what, text, words) => {
    const { calls } = clientOf(stream(text));
    const error = await failureOf(
      calls.callTool({ server: ID, tool: 'x' }, { onProgress: () => {} }),
    );
    expect(error).toMatchObject({ status: 502 });
    expect((error as Error).message).toMatch(words);
  });

  it('and says so when the connection breaks, but not when it was broken off', async () => {
    const broken = () =>
      new Response(
        new ReadableStream({
          pull: controller => controller.error(new TypeError('network error')),
        }),
      );
    const { calls } = clientOf(broken);
    const call = (signal?: AbortSignal) =>
      failureOf(
        calls.callTool(
          { server: ID, tool: 'x' },
          { onProgress: () => {}, signal },
        ),
      );
    expect(await call()).toMatchObject({ status: 502 });
    expect(await call(AbortSignal.abort())).toBeInstanceOf(TypeError);
  });

  it('only in rehearsal', async () => {
    const rehearsal = {
      wouldCall: false,
      steps: [
        { step: 'capability', passes: true },
        { step: 'arguments', passes: false, code: 'arguments-invalid' },
      ],
      faults: [{ path: 'arguments.n', message: 'is required' }],
    };
    const { calls, asked } = clientOf(json(JSON.stringify(rehearsal)));
    expect(await calls.rehearse({ server: ID, tool: 'x' })).toEqual(rehearsal);
    expect(asked[0].url).toMatch(/\/tools\/x\/call\?dryRun=true$/);
  });
});
