import { eventually } from '../../__testUtils__';
import { legacy, modern, post } from './__testUtils__/post';
import {
  AUTHORIZATION,
  OTHER,
  startDoor,
  type StartedDoor,
} from './__testUtils__/startDoor';

const CAPABILITIES = { elicitation: {} };
const CALL = { name: 'test_elicitation', arguments: { message: 'Who?' } };
const ANSWER = {
  action: 'accept',
  content: { username: 'ada', email: 'ada@example.com' },
};

describe('two callers and a question to one of them', () => {
  let door: StartedDoor;
  let url: string;
  beforeAll(async () => {
    door = await startDoor();
    await door.register('weather', door.forecast.conformanceUrl);
    url = `${door.base}/mcp/servers/development/weather`;
  });
  afterAll(() => door?.stop());
  const records = () => door.database.reader('calls').select('caller_ref');

  /** A session of a legacy client. */
  async function begin() {
    const begun = await post(
      url,
      legacy('initialize', {
        protocolVersion: '2025-11-25',
        capabilities: CAPABILITIES,
        clientInfo: { name: 'test', version: '1' },
      }),
    );
    return { 'mcp-session-id': begun.headers.get('mcp-session-id')! };
  }

  /** The question that a legacy client is asked during a call. */
  async function ask() {
    const session = await begin();
    const calling = await fetch(url, {
      method: 'POST',
      headers: {
        ...AUTHORIZATION,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...session,
      },
      body: JSON.stringify(legacy('tools/call', CALL, 'call-1')),
    });
    let text = '';
    const reading = (async () => {
      for await (const chunk of calling.body!) text += Buffer.from(chunk);
      return text;
    })();
    const data = await eventually('the question', () =>
      /^data: (.*elicitation\/create.*)$/m.exec(text),
    );
    const { id } = JSON.parse(data[1]!);
    return { id, session, reading };
  }
  const answered = (id: unknown, said: object = { result: ANSWER }) => ({
    jsonrpc: '2.0',
    id,
    ...said,
  });

  it('is answered by nobody else, whatever they send, and once', async () => {
    const { id, session, reading } = await ask();
    const before = await records();
    for (const [body, headers] of [
      [answered(id), OTHER],
      [answered(id, { error: { code: -1, message: 'no' } }), OTHER],
      [answered(`${id}x`), session],
      [answered(7), session],
    ] as const) {
      const refused = await post(url, body, headers);
      expect([refused.status, refused.json.error.message]).toEqual([
        400,
        'There is no open question with this id.',
      ]);
    }
    for (const said of [{ result: 'yes' }, { error: 'no' }, {}]) {
      const refused = await post(url, answered(id, said), session);
      expect(refused.status).toBe(400);
    }
    expect(await records()).toEqual(before);
    const [row] = await door.database.reader('held_questions');
    expect(row.answer).toBeNull();
    const mine = await post(url, answered(id), session);
    expect([mine.status, mine.text]).toEqual([202, '']);
    expect((await post(url, answered(id), session)).status).toBe(400);
    expect(await reading).toContain('ada@example.com');
  });

  it('reads an error of the client as what the server is to hear', async () => {
    const { id, session, reading } = await ask();
    const error = { code: -32000, message: 'The form is broken' };
    const said = await post(url, answered(id, { error }), session);
    expect(said.status).toBe(202);
    expect(await reading).toMatch(/"isError":true|"error"/);
  });

  it('is told by a state that nobody else can use, nor for another tool', async () => {
    const meta = {
      'io.modelcontextprotocol/clientCapabilities': CAPABILITIES,
    };
    const tool = {
      name: 'test_input_required_result_request_state',
      arguments: {},
    };
    const call = (params: object) =>
      modern('tools/call', { ...tool, _meta: meta, ...params });
    const first = await post(url, ...call({}));
    const { inputRequests, requestState } = first.json.result;
    const [key] = Object.keys(inputRequests);
    const confirmed = { action: 'accept', content: { ok: true } };
    const round = { requestState, inputResponses: { [key!]: confirmed } };
    const before = await records();
    const [mine, headers] = call(round);
    const theirs = await post(url, mine, { ...headers, ...OTHER });
    const other = await post(
      url,
      ...call({ ...round, name: 'test_simple_text' }),
    );
    const malformed = [];
    for (const bad of [{ inputResponses: [] }, { requestState: 7 }]) {
      malformed.push(await post(url, ...call(bad)));
    }
    for (const { json } of [theirs, other, ...malformed]) {
      expect(json.error.code).toBe(-32602);
    }
    expect(await records()).toEqual(before);
    const last = await post(url, mine, headers);
    expect(last.text).toContain('state-ok, confirmed: true');
  });

  it('is not asked of a client that takes no streams, nor of one without a session', async () => {
    const session = await begin();
    const call = legacy('tools/call', CALL);
    for (const headers of [{ ...session, accept: 'application/json' }, {}]) {
      const { text } = await post(url, call, headers);
      expect(text).toMatch(/isError|error/);
      expect(text).toMatch(/elicitation/i);
    }
    expect(await door.database.reader('held_questions')).toEqual([]);
  });

  it('ends when the instance stops', async () => {
    const { reading } = await ask();
    await door.stop();
    expect(await reading).toContain('is stopping');
  });
});
