import { v4 as uuid } from 'uuid';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@sprintconnect/plugin-sprintconnect-common';
import {
  databaseIds,
  eventually,
  fixedClock,
  openTestDatabase,
  testContext,
} from '../../__testUtils__';
import type { AskedCall } from '../call/Call';
import type { CallAnswer } from '../call/CallAnswer';
import type { Exchange } from '../call/Exchange';
import { createInputs } from './createInputs';
import { createSeal } from './createSeal';
import { HeldStore } from './HeldStore';
import { missingFor } from './missingFor';
import { ownerOf } from './Questions';
import { RequestStates } from './RequestStates';

const HOUR_MS = 3600 * 1000;
const ada = testContext();
const noah = testContext({
  caller: { type: 'user', ref: 'user:default/noah' },
});
const foreign = testContext({ orgId: 'other' });
const ASKED: AskedCall = {
  entrance: 'mcp',
  server: { id: 'x' },
  method: 'tools/call',
  capability: 'ask',
};

describe('a state', () => {
  const clock = fixedClock();
  const seal = createSeal(Buffer.alloc(32, 1));
  const states = new RequestStates(seal, clock);

  it('is good for its call, for an hour', () => {
    const sealed = states.close(ada, ASKED, { server: 'theirs' });
    expect(states.open(ada, ASKED, sealed)).toEqual({ server: 'theirs' });
    const prompt = { ...ASKED, method: 'prompts/get' as const };
    expect(states.open(ada, prompt, sealed)).toBeUndefined();
    clock.advance(HOUR_MS - 1);
    expect(states.open(ada, ASKED, sealed)).toBeDefined();
    clock.advance(1);
    expect(states.open(ada, ASKED, sealed)).toBeUndefined();
  });

  it('is read by nobody without the secret, and sealed each time otherwise', () => {
    const of = () => states.close(ada, ASKED, { held: 'a-call' });
    expect(of()).not.toBe(of());
    const others = new RequestStates(createSeal(Buffer.alloc(32, 2)), clock);
    expect(others.open(ada, ASKED, of())).toBeUndefined();
    expect(Buffer.from(of(), 'base64url').toString()).not.toContain('a-call');
  });
});

describe.each(databaseIds)('what is held on %s', id => {
  async function open() {
    const database = await openTestDatabase({ id });
    const clock = fixedClock();
    const store = new HeldStore(database, clock);
    return { database, clock, store, owner: ownerOf(ada) };
  }

  it('is found by its owner alone, for an hour', async () => {
    const { store, clock, owner } = await open();
    const call = uuid();
    await store.hold(call, owner);
    expect(await store.isHeld(call, owner)).toBe(true);
    for (const other of [noah, foreign]) {
      expect(await store.isHeld(call, ownerOf(other))).toBe(false);
    }
    clock.advance(HOUR_MS);
    expect(await store.isHeld(call, owner)).toBe(false);
  });

  it('is answered by its owner alone, on the way it was asked, in time and once', async () => {
    const { store, clock, owner } = await open();
    const [call, held, legacy, late] = [uuid(), uuid(), uuid(), uuid()];
    await store.hold(call, owner);
    await store.ask({ id: held, callId: call, text: 'q' }, owner);
    await store.ask({ id: legacy }, owner);
    await store.ask({ id: late }, owner);
    const answer = (question: string, callId: string | null, who = ada) =>
      store.answer({ id: question, callId }, ownerOf(who), 'a');
    expect(await answer(held, null)).toBe(false);
    expect(await answer(held, uuid())).toBe(false);
    expect(await answer(legacy, call)).toBe(false);
    expect(await answer(held, call, noah)).toBe(false);
    expect(await answer(held, call, foreign)).toBe(false);
    expect(await answer(held, call)).toBe(true);
    expect(await answer(held, call)).toBe(false);
    expect(await answer(legacy, null)).toBe(true);
    clock.advance(HOUR_MS);
    expect(await answer(late, null)).toBe(false);
    expect([...(await store.answers([held, legacy, late])).keys()]).toEqual(
      expect.arrayContaining([held, legacy]),
    );
  });

  it('says what there is to say of each call, and nothing of others', async () => {
    const { store, clock, owner } = await open();
    const [quiet, asks, ended, silent, unknown] = Array.from(
      { length: 5 },
      () => uuid(),
    );
    await store.hold(silent!, owner);
    clock.advance(20_001);
    for (const call of [quiet, asks, ended]) await store.hold(call!, owner);
    const question = uuid();
    await store.ask({ id: question, callId: asks, text: 'q' }, owner);
    await store.end(ended!, 'outcome');
    const all = [quiet!, asks!, ended!, silent!, unknown!];
    expect(Object.fromEntries(await store.states(all))).toEqual({
      [asks!]: { questions: new Map([[question, 'q']]) },
      [ended!]: { outcome: 'outcome' },
      [silent!]: { isDead: true },
      [unknown!]: { isDead: true },
    });
    expect(await store.beat([silent!, quiet!])).toEqual([]);
    await store.cancel(quiet!);
    expect(await store.beat([silent!, quiet!])).toEqual([quiet]);
    expect((await store.states([silent!])).size).toBe(0);
    expect(await store.forget(asks!)).toBe(true);
    expect(await store.forget(asks!)).toBe(false);
    clock.advance(2 * HOUR_MS);
    expect(await store.prune(100)).toBe(3);
  });
});

describe('a modern server', () => {
  const exchange = (clientCapabilities: JsonObject): Exchange => ({
    signal: new AbortController().signal,
    clientCapabilities,
  });
  const asks: CallAnswer = {
    callId: 'record',
    outcome: 'succeeded',
    durationMs: 1,
    result: {
      resultType: 'input_required',
      inputRequests: {
        a: {
          method: 'elicitation/create',
          params: { mode: 'url', url: 'https://x', elicitationId: '1' },
        },
      },
    },
  };
  async function open() {
    const { inputs } = createInputs({
      database: await openTestDatabase(),
      clock: fixedClock(),
      logger: mockServices.logger.mock(),
      secret: Buffer.alloc(32, 1),
      gateway: { call: async () => asks },
    });
    return inputs;
  }

  it('asks nothing that the client did not declare', async () => {
    const inputs = await open();
    const refused = await inputs.call(
      ada,
      ASKED,
      exchange({ elicitation: { form: {} } }),
    );
    expect(refused).toMatchObject({
      callId: 'record',
      outcome: 'refused',
      refusal: {
        code: 'input-not-possible',
        message: expect.stringContaining('elicitation.url'),
      },
    });
    expect(refused.result).toBeUndefined();
  });

  it('asks the rest as it is, and without a state where it has none', async () => {
    const inputs = await open();
    const able = exchange({ elicitation: { url: {} } });
    expect(await inputs.call(ada, ASKED, able)).toEqual(asks);
  });
});

it('hands the failure of a call on to who comes back, and logs it', async () => {
  const logger = mockServices.logger.mock();
  const { inputs } = createInputs({
    ...{ database: await openTestDatabase(), clock: fixedClock(), logger },
    secret: Buffer.alloc(32, 1),
    gateway: {
      async call(_ctx, _asked, { ask, signal }) {
        await ask!({ method: 'roots/list', params: {} }, signal);
        throw new Error('the disk is full');
      },
    },
  });
  const exchange = {
    signal: new AbortController().signal,
    clientCapabilities: { roots: {} },
  };
  const first = await inputs.call(ada, ASKED, exchange);
  const { requestState, inputRequests } = first.result as {
    requestState: string;
    inputRequests: object;
  };
  const [key] = Object.keys(inputRequests);
  const last = await inputs.call(
    ada,
    { ...ASKED, requestState, inputResponses: { [key!]: { roots: [] } } },
    exchange,
  );
  expect(last).toMatchObject({ refusal: { code: 'call-not-held' } });
  await eventually('the log', () => logger.warn.mock.calls[0]);
});

it.each([
  ['elicitation/create', {}, {}, { elicitation: { form: {} } }],
  ['elicitation/create', {}, { elicitation: {} }, undefined],
  ['elicitation/create', {}, { elicitation: { form: {} } }, undefined],
  [
    'elicitation/create',
    {},
    { elicitation: { url: {} } },
    { elicitation: { form: {} } },
  ],
  [
    'elicitation/create',
    { mode: 'url' },
    { elicitation: {} },
    { elicitation: { url: {} } },
  ],
  [
    'elicitation/create',
    { mode: 'url' },
    { elicitation: { url: {} } },
    undefined,
  ],
  ['sampling/createMessage', {}, {}, { sampling: {} }],
  ['sampling/createMessage', {}, { sampling: {} }, undefined],
  [
    'sampling/createMessage',
    { tools: [] },
    { sampling: {} },
    { sampling: { tools: {} } },
  ],
  [
    'sampling/createMessage',
    { toolChoice: {} },
    { sampling: { tools: {} } },
    undefined,
  ],
  ['roots/list', {}, {}, { roots: {} }],
  ['roots/list', {}, { roots: {} }, undefined],
  ['tools/call', {}, { elicitation: {} }, { 'tools/call': {} }],
  [
    'elicitation/create',
    {},
    { elicitation: [] },
    { elicitation: { form: {} } },
  ],
] as [string, JsonObject, JsonObject, unknown][])(
  '%s %j of a client with %j lacks %j',
  (...[method, params, client, missing]) => {
    expect(missingFor({ method, params }, client)).toEqual(missing);
  },
);
