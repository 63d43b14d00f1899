import { type ForecastServer, startForecastServer } from 'upstream';
import { parseExactly } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds, eventually, testContext } from '../../__testUtils__';
import {
  createGatewayWorld,
  type GatewayWorld,
} from '../__testUtils__/createGatewayWorld';
import type { AskedCall } from '../call/Call';
import { callerKeyOf, STEPS } from './steps';

const MISSING = '0192a000-0000-7000-8000-00000000dead';

describe.each(databaseIds)('a call on %s', databaseId => {
  let forecast: ForecastServer;
  let world: GatewayWorld;
  let id: string;

  beforeAll(async () => {
    forecast = await startForecastServer();
    world = await createGatewayWorld({ id: databaseId });
    id = await world.added('weather', forecast.conformanceUrl);
  });
  afterAll(async () => {
    await world?.stop();
    await forecast?.close();
  });
  beforeEach(() => {
    world.allow([]);
    world.nextTest();
  });

  const tool = (
    capability: string,
    given: object = {},
    more: Partial<AskedCall> = {},
  ): AskedCall => ({
    entrance: 'rest',
    server: { id },
    method: 'tools/call',
    capability,
    arguments: { ...given },
    ...more,
  });
  const closed = (count = 1) =>
    eventually('the records to close', async () => {
      const rows = await world.rows();
      return rows.length === count && rows.every(row => row.outcome) && rows;
    });

  it('uses a tool, and records it', async () => {
    const answer = await world.call(
      tool('get_forecast', { place: 'bergen', days: 2 }),
    );
    expect(answer).toMatchObject({
      outcome: 'succeeded',
      result: { structuredContent: { place: 'bergen' } },
    });
    expect(answer.durationMs).toBeGreaterThanOrEqual(answer.upstreamMs!);
    expect(await closed()).toMatchObject([
      {
        id: answer.callId,
        outcome: 'succeeded',
        server_id: id,
        capability: 'get_forecast',
        kind: 'tool',
        entrance: 'rest',
        code: null,
      },
    ]);
  });

  it('finds a server by its names, too', async () => {
    const server = { environment: 'development', name: 'weather' };
    const answer = await world.call(
      tool('get_forecast', { place: 'bergen' }, { server }),
    );
    expect(answer.outcome).toBe('succeeded');
  });

  it('tells a tool that failed from a call that did', async () => {
    const answer = await world.call(tool('test_error_handling'));
    expect(answer).toMatchObject({
      outcome: 'tool-error',
      result: { isError: true },
    });
    expect(await closed()).toMatchObject([{ outcome: 'tool-error' }]);
  });

  it('gets a prompt, and reads a resource and one of a template', async () => {
    const ask = (
      method: AskedCall['method'],
      capability: string,
      given?: AskedCall['arguments'],
    ) => world.call(tool(capability, {}, { method, arguments: given }));
    expect(
      await ask('prompts/get', 'test_prompt_with_arguments', {
        arg1: 'a',
        arg2: 'b',
      }),
    ).toMatchObject({ outcome: 'succeeded' });
    expect(await ask('resources/read', 'test://static-text')).toMatchObject({
      outcome: 'succeeded',
    });
    expect(
      await ask('resources/read', 'test://template/123/data'),
    ).toMatchObject({ outcome: 'succeeded' });
    expect((await closed(3)).map(({ kind }) => kind)).toEqual([
      'prompt',
      'resource',
      'resource-template',
    ]);
  });

  it('passes progress on to who asked for it', async () => {
    const heard: unknown[] = [];
    const answer = await world.call(tool('test_tool_with_progress'), {
      onProgress: progress => heard.push(progress),
    });
    expect(answer.outcome).toBe('succeeded');
    expect(heard).toContainEqual(
      expect.objectContaining({ progress: 100, total: 100 }),
    );
  });

  it('asks for what a modern server wants to know, and asks again with it', async () => {
    const questions: string[] = [];
    const answer = await world.call(
      tool('test_input_required_result_elicitation'),
      {
        clientCapabilities: { elicitation: { form: {} } },
        ask: async ({ method }) => {
          questions.push(method);
          return { action: 'accept', content: { name: 'Ada' } };
        },
      },
    );
    expect(questions).toEqual(['elicitation/create']);
    expect(answer).toMatchObject({
      outcome: 'succeeded',
      result: { content: [{ text: expect.stringContaining('Ada') }] },
    });
  });

  it('passes what a server wants to know on to a client that repeats calls by itself', async () => {
    const exchange = {
      clientCapabilities: { elicitation: { form: {} } },
      takesInputRequired: true,
    };
    const first = await world.call(
      tool('test_input_required_result_elicitation'),
      exchange,
    );
    expect(first.result).toMatchObject({ resultType: 'input_required' });
    const { inputRequests, requestState } = first.result as {
      inputRequests: object;
      requestState?: string;
    };
    const [key] = Object.keys(inputRequests);
    const second = await world.call(
      tool(
        'test_input_required_result_elicitation',
        {},
        {
          inputResponses: {
            [key]: { action: 'accept', content: { name: 'Ada' } },
          },
          requestState,
        },
      ),
      exchange,
    );
    expect(second.result).toMatchObject({
      content: [{ text: expect.stringContaining('Ada') }],
    });
  });

  it('refuses cleanly where a server asks and nobody can answer', async () => {
    const answer = await world.call(
      tool('test_input_required_result_elicitation'),
      { clientCapabilities: { elicitation: { form: {} } } },
    );
    expect(answer).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'input-not-possible', problem: 'input-not-possible' },
    });
    expect(await closed()).toMatchObject([{ outcome: 'refused' }]);
  });

  describe('that may not be made', () => {
    const NOT_FOUND = {
      outcome: 'refused',
      refusal: {
        code: 'capability-not-found',
        message: expect.stringContaining('There is nothing of that name'),
        problem: 'capability-not-found',
      },
    };
    const forecastCall = () => tool('get_forecast', { place: 'bergen' });

    it('reads alike whether the capability is unknown or forbidden', async () => {
      const {
        callId: _one,
        durationMs: _ms,
        ...unknown
      } = await world.call(tool('get_forecasts', { place: 'bergen' }));
      expect(unknown).toEqual(NOT_FOUND);
      for (const denied of [
        'sprintconnect.capability.use',
        'sprintconnect.capability.read',
      ]) {
        world.allow([denied]);
        const {
          callId,
          durationMs: _time,
          ...forbidden
        } = await world.call(forecastCall());
        expect(forbidden).toEqual(unknown);
        expect(callId).toBeDefined();
      }
      const rows = await closed(3);
      for (const { outcome, code, reason, upstream_ms } of rows) {
        expect([outcome, code, reason, upstream_ms]).toEqual([
          'refused',
          'capability-not-found',
          rows[0].reason,
          null,
        ]);
      }
    });

    it('records alike what fits a forbidden template and what fits none', async () => {
      world.allow(['sprintconnect.capability.use']);
      for (const uri of ['test://template/123/data', 'test://nothing/1/data']) {
        await world.call(tool(uri, {}, { method: 'resources/read' }));
      }
      const kinds = (await closed(2)).map(({ kind }) => kind);
      expect(kinds).toEqual(['resource', 'resource']);
    });

    it('has no record that its caller could find where the server is hidden, and reads alike', async () => {
      world.allow(['sprintconnect.server.read']);
      const hidden = await world.call(forecastCall());
      const missing = await world.call({
        ...forecastCall(),
        server: { id: MISSING },
      });
      for (const answer of [hidden, missing]) {
        const { durationMs: _ms, ...said } = answer;
        expect(said).toEqual(NOT_FOUND);
        expect(said).not.toHaveProperty('callId');
      }
      expect(await world.rows()).toEqual([]);
      expect(world.logger.info).toHaveBeenCalledWith(
        expect.stringContaining(`the server ${id} is hidden`),
      );
    });

    it('is judged by its conditions', async () => {
      world.allow([], {
        'sprintconnect.capability.use': { trait: 'name', pattern: 'list_*' },
      });
      expect(await world.call(forecastCall())).toMatchObject(NOT_FOUND);
      expect(
        await world.call(tool('list_alerts', { place: 'bergen' })),
      ).toMatchObject({ outcome: 'succeeded' });
    });

    it.each([
      ['a homoglyph', 'get_forec\u0430st'],
      ['another case', 'GET_FORECAST'],
      ['a form that is equal after normalisation', 'get_\uFF46orecast'],
      ['space around it', ' get_forecast'],
      ['a NUL', 'get_forecast\u0000'],
      ['half a character', 'get_forecast\uD800'],
      ['__proto__', '__proto__'],
      ['a path', '../weather/get_forecast'],
      ['a pattern', 'get_%'],
      ['nothing', ''],
    ])('takes %s for no tool', async (_what, name) => {
      expect(await world.call(tool(name, { place: 'bergen' }))).toMatchObject(
        NOT_FOUND,
      );
      expect(await closed()).toMatchObject([{ upstream_ms: null }]);
    });

    it.each(['../weather', 'weather\u0000', '\uD800'])(
      'takes %j for no server',
      async name => {
        const server = { environment: 'development', name };
        expect(await world.call({ ...forecastCall(), server })).toMatchObject(
          NOT_FOUND,
        );
        expect(
          await world.call({ ...forecastCall(), server: { id: name } }),
        ).toMatchObject(NOT_FOUND);
      },
    );

    it('knows nothing that the server has withdrawn', async () => {
      const table = () =>
        world.database
          .reader('capabilities')
          .where({ server_id: id, name: 'get_forecast' });
      await table().update({ removed_at: new Date() });
      try {
        expect(await world.call(forecastCall())).toMatchObject(NOT_FOUND);
      } finally {
        await table().update({ removed_at: null });
      }
    });

    it('takes no server that is retired for the one that has its name', async () => {
      const table = () => world.database.reader('servers').where({ id });
      const server = { environment: 'development', name: 'weather' };
      await table().update({ status: 'retired' });
      try {
        expect(await world.call({ ...forecastCall(), server })).toMatchObject(
          NOT_FOUND,
        );
      } finally {
        await table().update({ status: 'active' });
      }
    });

    it('knows no server of another organisation', async () => {
      const { gateway, ctx } = world;
      const answer = await gateway.call(
        { ...ctx, orgId: 'globex' },
        forecastCall(),
        {
          signal: new AbortController().signal,
          clientCapabilities: {},
        },
      );
      expect(answer).toMatchObject(NOT_FOUND);
    });

    it.each([
      ['draft', 'server-draft'],
      ['quarantined', 'server-quarantined'],
      ['retired', 'server-retired'],
    ])(
      'says so of a server that is %s, but only to who may use it',
      async (status, kind) => {
        const table = () => world.database.reader('servers').where({ id });
        await table().update({ status });
        try {
          const answer = await world.call(forecastCall());
          expect(answer).toMatchObject({
            outcome: 'refused',
            refusal: {
              code: kind,
              problem: kind,
            },
          });
          world.allow(['sprintconnect.capability.use']);
          expect(await world.call(forecastCall())).toMatchObject(NOT_FOUND);
        } finally {
          await table().update({ status: 'active' });
        }
      },
    );

    it('says every fault of its arguments', async () => {
      const answer = await world.call(
        tool('get_forecast', { days: 99, place: 7 }),
      );
      expect(answer).toMatchObject({
        outcome: 'invalid',
        refusal: {
          code: 'arguments-invalid',
          problem: 'arguments-invalid',
          faults: expect.arrayContaining([
            { path: 'arguments.days', message: 'must be <= 7' },
          ]),
        },
      });
      expect(answer.refusal!.faults).toContainEqual(
        expect.objectContaining({ path: 'arguments.place' }),
      );
      expect(await closed()).toMatchObject([
        { outcome: 'invalid', upstream_ms: null },
      ]);
    });

    it('bounds the size and the depth of arguments', async () => {
      const large = await world.call(
        tool('get_forecast', { place: 'x'.repeat(1024 * 1024) }),
      );
      expect(large).toMatchObject({
        outcome: 'invalid',
        refusal: {
          code: 'arguments-too-large',
          problem: 'arguments-too-large',
        },
      });
      const deep = JSON.parse(`${'['.repeat(9_000)}${']'.repeat(9_000)}`);
      expect(
        await world.call(tool('get_forecast', { place: deep })),
      ).toMatchObject({
        outcome: 'invalid',
        refusal: { code: 'arguments-invalid' },
      });
      const method = 'prompts/get';
      expect(
        await world.call(
          tool('test_prompt_with_arguments', { arg1: deep }, { method }),
        ),
      ).toMatchObject({
        outcome: 'invalid',
        refusal: {
          faults: [
            { path: 'arguments', message: 'must not be nested so deep' },
          ],
        },
      });
    });

    it('does not take __proto__ of arguments for what an object inherits', async () => {
      const { exact } = parseExactly('{"__proto__":{"place":"bergen"}}');
      const answer = await world.call(
        tool('get_forecast', {}, { arguments: exact as object as never }),
      );
      expect(answer).toMatchObject({
        outcome: 'invalid',
        refusal: {
          faults: expect.arrayContaining([
            { path: 'arguments.place', message: 'is required' },
          ]),
        },
      });
    });
  });

  describe('rehearsed', () => {
    it('says that it would be made, without asking or writing', async () => {
      expect(
        await world.gateway.rehearse(
          world.ctx,
          tool('get_forecast', { place: 'bergen' }),
        ),
      ).toEqual({
        wouldCall: true,
        steps: [
          { step: 'capability', passes: true },
          { step: 'permission', passes: true },
          { step: 'status', passes: true },
          { step: 'arguments', passes: true },
        ],
      });
      expect(await world.rows()).toEqual([]);
    });

    it('says no more of what is forbidden than of what is not there', async () => {
      const missing = await world.gateway.rehearse(
        world.ctx,
        tool('nothing_here'),
      );
      world.allow(['sprintconnect.capability.use']);
      const forbidden = await world.gateway.rehearse(
        world.ctx,
        tool('get_forecast'),
      );
      expect(forbidden).toEqual(missing);
      expect(missing.steps).toHaveLength(1);
    });

    it('lists the faults of the arguments', async () => {
      const { wouldCall, faults } = await world.gateway.rehearse(
        world.ctx,
        tool('get_forecast', { place: 'bergen', days: 0 }),
      );
      expect([wouldCall, faults]).toEqual([
        false,
        [{ path: 'arguments.days', message: 'must be >= 1' }],
      ]);
    });
  });
});

it('takes nobody for somebody else', () => {
  const ada = { type: 'user', ref: 'user:default/ada' } as const;
  const keys = [
    testContext({ caller: ada }),
    testContext({ caller: ada, orgId: 'globex' }),
    testContext({ caller: { ...ada, actor: 'plugin:mcp-actions' } }),
    testContext({ caller: { ...ada, type: 'api-key' } }),
    testContext({ caller: { ...ada, ref: 'user:default/bob' } }),
  ].map(callerKeyOf);
  expect(new Set(keys).size).toBe(keys.length);
});

it('has one table of steps', () => {
  expect(
    STEPS.map(({ name, entrances, takes }) => [
      name,
      entrances.join(),
      takes === true,
    ]),
  ).toEqual([
    ['capability', 'rest,mcp,portal,action', false],
    ['permission', 'rest,mcp,portal,action', false],
    ['status', 'rest,mcp,portal,action', false],
    ['concurrency', 'rest,mcp,portal,action', true],
    ['headers', 'mcp', false],
    ['arguments', 'rest,mcp,portal,action', false],
  ]);
});
