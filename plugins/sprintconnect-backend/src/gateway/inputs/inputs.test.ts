import { startForecastServer } from 'upstream';
import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import {
  databaseIds,
  eventually,
  testContext,
  type TestDatabaseId,
} from '../../__testUtils__';
import { createGatewayWorld, quiet } from '../__testUtils__/createGatewayWorld';
import type { AskedCall } from '../call/Call';
import type { CallAnswer } from '../call/CallAnswer';
import type { Exchange, Question } from '../call/Exchange';
import { createInputs, type Inputs } from './createInputs';

const ada = testContext();
const noah = testContext({
  caller: { type: 'user', ref: 'user:default/noah' },
});
const foreign = testContext({ orgId: 'other' });
const CAPABLE = { elicitation: {}, sampling: {}, roots: {} };
const ACCEPTED = {
  action: 'accept',
  content: { username: 'ada', email: 'ada@example.com' },
};
const SECRET = Buffer.alloc(32, 7);

const exchange = (more: Partial<Exchange> = {}): Exchange => ({
  ...quiet(),
  clientCapabilities: CAPABLE,
  ...more,
});
/** What a result asks for. */
const asksOf = ({ result }: CallAnswer) =>
  Object.entries((result?.inputRequests ?? {}) as Record<string, JsonObject>);
const textOf = ({ result }: CallAnswer) =>
  (result?.content as { text: string }[] | undefined)?.[0]?.text;

async function openWorld(options: {
  id?: TestDatabaseId;
  legacyOnly: boolean;
  calls?: object;
}) {
  const forecast = await startForecastServer(options);
  const world = await createGatewayWorld(options);
  const id = await world.added('weather', forecast.conformanceUrl);
  const instance = () =>
    createInputs({
      ...world,
      clock: { now: () => new Date() },
      secret: SECRET,
    });
  const here = instance();
  const there = instance();
  return {
    ...{ forecast, world, here, there },
    tool: (capability: string, given: JsonObject = {}): AskedCall => ({
      entrance: 'mcp',
      server: { id },
      method: 'tools/call',
      capability,
      arguments: given,
    }),
    async close() {
      here.stopping();
      there.stopping();
      await here.stop();
      await there.stop();
      await world.stop();
      await forecast.close();
    },
  };
}
type World = Awaited<ReturnType<typeof openWorld>>;

/** As a client of MCP 2026-07-28 comes back. */
const again = (
  asked: AskedCall,
  before: CallAnswer,
  answers: JsonObject[],
): AskedCall => ({
  ...asked,
  requestState: before.result?.requestState as string,
  inputResponses: Object.fromEntries(
    asksOf(before).map(([key], at) => [key, answers[at]]),
  ),
});

describe.each(databaseIds)(
  'a legacy server that asks a modern client on %s',
  id => {
    let at: World;
    let inputs: Inputs;
    beforeAll(async () => {
      at = await openWorld({ id, legacyOnly: true });
      inputs = at.here.inputs;
    });
    afterAll(() => at?.close());
    const rows = (table: string) => at.world.database.reader(table).select('*');
    const records = () => at.world.database.reader('calls').select('*');
    const elicit = () => at.tool('test_elicitation', { message: 'Who?' });

    it('asks by a result, and takes the answer in another instance', async () => {
      const asked = elicit();
      const first = await inputs.call(ada, asked, exchange());
      expect(first.result).toMatchObject({
        resultType: 'input_required',
        requestState: expect.any(String),
      });
      expect(asksOf(first)).toEqual([
        [
          expect.any(String),
          {
            method: 'elicitation/create',
            params: expect.objectContaining({ message: 'Who?' }),
          },
        ],
      ]);
      const last = await at.there.inputs.call(
        ada,
        again(asked, first, [ACCEPTED]),
        exchange(),
      );
      expect(last).toMatchObject({ outcome: 'succeeded' });
      expect(textOf(last)).toContain('ada@example.com');
      expect(await rows('held_calls')).toEqual([]);
      expect(await rows('held_questions')).toEqual([]);
    });

    it('asks again and again, each time with a state of its own', async () => {
      const asked = at.tool('test_input_required_result_multi_round');
      const first = await inputs.call(ada, asked, exchange());
      const second = await at.there.inputs.call(
        ada,
        again(asked, first, [{ action: 'accept', content: { name: 'Ada' } }]),
        exchange(),
      );
      expect(asksOf(second)).toHaveLength(1);
      const last = await inputs.call(
        ada,
        again(asked, second, [
          { action: 'accept', content: { color: 'blue' } },
        ]),
        exchange(),
      );
      expect(textOf(last)).toBe('Ada likes blue.');
    });

    it('asks the same once more where no answer came', async () => {
      const asked = elicit();
      const first = await inputs.call(ada, asked, exchange());
      const retried = again(asked, first, [null as never]);
      const second = await at.there.inputs.call(ada, retried, exchange());
      expect(asksOf(second)).toEqual(asksOf(first));
      const last = await inputs.call(
        ada,
        again(asked, second, [{ action: 'decline' }]),
        exchange(),
      );
      expect(textOf(last)).toContain('decline');
    });

    it('keeps nothing that can be read', async () => {
      const asked = at.tool('test_elicitation', { message: 'Confidential?' });
      const first = await inputs.call(ada, asked, exchange());
      const kept = JSON.stringify([
        await rows('held_calls'),
        await rows('held_questions'),
      ]);
      expect(kept).toContain('question');
      expect(kept).not.toMatch(/Confidential|default\/ada/);
      await inputs.call(ada, again(asked, first, [ACCEPTED]), exchange());
    });

    it.each([
      ['another caller', noah, {}],
      ['a caller of another organisation', foreign, {}],
      ['the same user through an agent', actor(), {}],
      ['another tool', ada, { capability: 'test_simple_text' }],
      ['other arguments', ada, { arguments: { message: 'What?' } }],
      ['another server', ada, { server: { environment: 'x', name: 'y' } }],
    ])('takes no state from %s', async (_name, who, change) => {
      const asked = elicit();
      const first = await inputs.call(ada, asked, exchange());
      const before = await records();
      const stolen = await inputs.call(
        who,
        { ...again(asked, first, [ACCEPTED]), ...change },
        exchange(),
      );
      expect(stolen).toMatchObject({
        outcome: 'refused',
        refusal: { code: 'request-state-unknown' },
      });
      expect(await records()).toHaveLength(before.length);
      expect(await rows('held_questions')).toMatchObject([{ answer: null }]);
      const mine = await inputs.call(
        ada,
        again(asked, first, [ACCEPTED]),
        exchange(),
      );
      expect(mine.outcome).toBe('succeeded');
    });

    it('takes no state that was changed, and none twice', async () => {
      const asked = elicit();
      const first = await inputs.call(ada, asked, exchange());
      const good = again(asked, first, [ACCEPTED]);
      const state = good.requestState!;
      const other = (state[0] === 'A' ? 'B' : 'A') + state.slice(1);
      for (const bad of ['', 'x', `${state}AAAA`, other]) {
        const refused = await inputs.call(
          ada,
          { ...good, requestState: bad },
          exchange(),
        );
        expect(refused.refusal?.code).toBe('request-state-unknown');
      }
      const last = await inputs.call(ada, good, exchange());
      expect(last.outcome).toBe('succeeded');
      const replayed = await inputs.call(ada, good, exchange());
      expect(replayed.refusal?.code).toBe('call-not-held');
    });

    it('is told what the client did not declare, and asks nothing', async () => {
      const answer = await inputs.call(
        ada,
        elicit(),
        exchange({ clientCapabilities: {} }),
      );
      expect(answer.result?.resultType).not.toBe('input_required');
      expect(JSON.stringify(answer)).toMatch(/elicitation/i);
      expect(await rows('held_calls')).toEqual([]);
    });

    it('is cancelled when the client leaves while it waits', async () => {
      const asked = at.tool('test_input_required_result_multi_round');
      const first = await inputs.call(ada, asked, exchange());
      const leaving = new AbortController();
      await at.world.database.reader('held_questions').delete();
      const waiting = inputs.call(
        ada,
        again(asked, first, [null as never]),
        exchange({ signal: leaving.signal }),
      );
      leaving.abort();
      expect((await waiting).outcome).toBe('cancelled');
      await eventually('the call to end', async () =>
        (await records()).every(({ outcome }) => outcome),
      );
      const [row] = await at.world.database
        .reader('calls')
        .orderBy('opened_at', 'desc')
        .limit(1);
      expect(row.outcome).toBe('cancelled');
    });

    it('says so when the process that held the call is dead', async () => {
      const asked = elicit();
      const first = await inputs.call(ada, asked, exchange());
      const long = new Date(Date.now() - 21_000);
      await at.world.database.reader('held_calls').update({ seen_at: long });
      await at.world.database.reader('held_questions').delete();
      const late = await at.there.inputs.call(
        ada,
        again(asked, first, [ACCEPTED]),
        exchange(),
      );
      expect(late).toMatchObject({
        outcome: 'unknown',
        refusal: { code: 'call-not-held' },
      });
    });
  },
);

describe('what a modern server asks', () => {
  let at: World;
  beforeAll(async () => {
    at = await openWorld({ legacyOnly: false });
  });
  afterAll(() => at?.close());
  const records = () => at.world.database.reader('calls').select('*');

  it('is passed on to a modern client, with its state sealed in ours', async () => {
    const asked = at.tool('test_input_required_result_request_state');
    const first = await at.here.inputs.call(ada, asked, exchange());
    const confirmed = { action: 'accept', content: { ok: true } };
    const good = again(asked, first, [confirmed]);
    const before = await records();
    const stolen = await at.there.inputs.call(noah, good, exchange());
    expect(stolen.refusal?.code).toBe('request-state-unknown');
    const elsewhere = await at.here.inputs.call(
      ada,
      { ...good, capability: 'test_input_required_result_tampered_state' },
      exchange(),
    );
    expect(elsewhere.refusal?.code).toBe('request-state-unknown');
    expect(await records()).toHaveLength(before.length);
    const last = await at.there.inputs.call(ada, good, exchange());
    expect(textOf(last)).toBe('state-ok, confirmed: true');
  });

  it('is asked of a legacy client on the stream of its request', async () => {
    const sent: (Question & { id: string })[] = [];
    const capable = exchange();
    const ask = at.here.inputs.askOn({ ctx: ada, ...capable }, request => {
      sent.push(request);
    });
    const calling = at.world.gateway.call(
      ada,
      at.tool('test_input_required_result_multiple_inputs'),
      { ...capable, ask },
    );
    const answers: Record<string, JsonObject> = {
      'elicitation/create': { action: 'accept', content: { name: 'Ada' } },
      'sampling/createMessage': {
        role: 'assistant',
        model: 'test',
        content: { type: 'text', text: 'Hello' },
      },
      'roots/list': { roots: [{ uri: 'file:///home' }] },
    };
    for (let round = 0; round < 3; round++) {
      const { id, method } = await eventually('a question', () => sent[round]);
      const reply = { result: answers[method] };
      for (const who of [noah, foreign, actor()]) {
        expect(await at.there.inputs.answer(who, id, reply)).toBe(false);
      }
      expect(await at.there.inputs.answer(ada, id, reply)).toBe(true);
      expect(await at.here.inputs.answer(ada, id, reply)).toBe(false);
    }
    expect(textOf(await calling)).toBe('Hello, Ada, at file:///home');
  });

  it('is nothing to a caller who answers what was not asked', async () => {
    const reply = { result: {} };
    for (const id of [7, null, '', 'a\u0000b', 'x'.repeat(5_000)]) {
      expect(await at.here.inputs.answer(ada, id, reply)).toBe(false);
    }
  });
});

describe('the time of a call', () => {
  const opened: World[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  const open = async (calls: object) => {
    const at = await openWorld({ legacyOnly: true, calls });
    opened.push(at);
    const rows = () => at.world.database.reader('calls').select('*');
    const ended = () =>
      eventually('the call to end', async () => {
        const [row] = await rows();
        return row?.outcome && row;
      });
    return { ...at, ended };
  };

  it('rests while somebody is asked', async () => {
    const { here, tool, ended } = await open({ timeoutMs: 1_000 });
    const asked = tool('test_elicitation', { message: 'Who?' });
    const first = await here.inputs.call(ada, asked, exchange());
    await new Promise(resolve => setTimeout(resolve, 1_500));
    const last = again(asked, first, [ACCEPTED]);
    const answer = await here.inputs.call(ada, last, exchange());
    expect(answer.outcome).toBe('succeeded');
    expect((await ended()).outcome).toBe('succeeded');
  });

  it('ends where nobody answers, and who comes too late is told so', async () => {
    const { here, there, tool, ended } = await open({ inputTimeoutMs: 1_000 });
    const asked = tool('test_elicitation', { message: 'Who?' });
    const first = await here.inputs.call(ada, asked, exchange());
    expect(await ended()).toMatchObject({
      outcome: 'timed-out',
      code: 'input-timed-out',
    });
    const late = again(asked, first, [ACCEPTED]);
    const last = await there.inputs.call(ada, late, exchange());
    expect(last).toMatchObject({
      outcome: 'timed-out',
      refusal: { code: 'input-timed-out' },
    });
  });

  it('goes on when the answer is there', async () => {
    const { here, tool, ended } = await open({ timeoutMs: 1_000 });
    const asked = tool('test_input_required_result_multi_round');
    const first = await here.inputs.call(ada, asked, exchange());
    const answers = [{ action: 'accept', content: { name: 'Ada' } }];
    const second = await here.inputs.call(
      ada,
      again(asked, first, answers),
      exchange(),
    );
    expect(asksOf(second)).toHaveLength(1);
    here.stopping();
    await here.stop();
    expect(await ended()).toMatchObject({ outcome: 'tool-error' });
    const refused = await here.inputs.call(ada, asked, exchange());
    expect(refused.result?.resultType).not.toBe('input_required');
  });
});

it('forgets what nobody may ask for any more', async () => {
  const at = await openWorld({ legacyOnly: true });
  await at.world.database.reader('held_calls').insert({
    id: 'old',
    org_id: 'default',
    caller: 'x',
    seen_at: new Date(),
    expires_at: new Date(0),
    is_cancelled: false,
  });
  expect(await at.here.prunes[0](10)).toBe(1);
  expect(await at.here.prunes[0](10)).toBe(0);
  await at.close();
});

function actor() {
  return testContext({
    caller: {
      type: 'user',
      ref: 'user:default/ada',
      actor: 'plugin:mcp-actions',
    },
  });
}
