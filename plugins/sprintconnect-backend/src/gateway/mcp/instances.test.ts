import {
  type ScriptedCall,
  startScriptedServer,
} from '../__testUtils__/startScriptedServer';
import { databaseIds, eventually } from '../../__testUtils__';
import { legacy, modern, post } from './__testUtils__/post';
import { OTHER, startDoor, type StartedDoor } from './__testUtils__/startDoor';

const TOOLS = [{ name: 'work', inputSchema: { type: 'object' } }];

describe.each(databaseIds)('two instances on %s', id => {
  let door: StartedDoor;
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  let held: { call: ScriptedCall; isDropped: boolean }[];

  beforeAll(async () => {
    server = await startScriptedServer(TOOLS, call => {
      const each = { call, isDropped: false };
      held.push(each);
      call.res.on('close', () => {
        each.isDropped = !call.res.writableFinished;
      });
    });
    door = await startDoor({ id, instances: 2 });
    await door.register('scripted', server.url);
  });
  afterAll(async () => {
    await door?.stop();
    await server?.close();
  });
  beforeEach(() => {
    held = [];
  });

  const called = () => eventually('the call', () => held.length === 1);
  const endpoints = () => door.bases.map(base => `${base}/mcp`);
  const work = legacy('tools/call', { name: 'scripted__work' }, 3);

  it('take the session of the other for their own', async () => {
    const [first, second] = endpoints();
    const begun = await post(first, legacy('initialize'));
    const session = { 'mcp-session-id': begun.headers.get('mcp-session-id')! };
    const { status } = await post(second, legacy('ping'), session);
    expect(status).toBe(200);
    const foreign = await post(second, legacy('ping'), {
      ...session,
      ...OTHER,
    });
    expect(foreign.status).toBe(404);
  });

  it('cancel what the other works on, for the session that asked alone', async () => {
    const [first, second] = endpoints();
    const begin = async (headers = {}) => {
      const { headers: said } = await post(
        first,
        legacy('initialize'),
        headers,
      );
      return { ...headers, 'mcp-session-id': said.get('mcp-session-id')! };
    };
    const cancel = (headers: Record<string, string>) =>
      post(
        second,
        {
          jsonrpc: '2.0',
          method: 'notifications/cancelled',
          params: { requestId: 3 },
        },
        headers,
      );
    const [mine, other] = [await begin(), await begin()];
    const calls = [mine, other].map(each => post(first, work, each));
    await eventually('both calls', () => held.length === 2);
    for (const each of [await begin(OTHER), {}, OTHER]) await cancel(each);
    await cancel(mine);
    const { json } = await calls[0];
    expect(json.result._meta).toMatchObject({
      'io.sprintconnect/code': 'cancelled',
    });
    await eventually('the server to be told', () =>
      held.some(({ isDropped }) => isDropped),
    );
    const left = held.filter(({ isDropped }) => !isDropped);
    expect(left).toHaveLength(1);
    left[0].call.answer('{"content":[]}');
    expect((await calls[1]).json.result).toEqual({ content: [] });
    const rows = await door.database.reader('mcp_cancellations');
    // Mine, and what somebody else said of a call of theirs that there is not.
    expect(rows).toHaveLength(2);
  });

  it('know what a server is called that was registered at the other', async () => {
    const urls = endpoints();
    for (const url of urls) await post(url, ...modern('tools/list'));
    await door.register('later', server.url);
    for (const url of urls) {
      const { json } = await post(url, ...modern('tools/list'));
      const names = json.result.tools.map(({ name }: { name: string }) => name);
      expect(names).toEqual(['later__work', 'scripted__work']);
      const call = post(url, ...modern('tools/call', { name: 'later__work' }));
      await called();
      held.pop()!.call.answer('{"content":[]}');
      expect((await call).json.result.content).toEqual([]);
    }
  });
});
