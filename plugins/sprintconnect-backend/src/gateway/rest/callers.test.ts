import request from 'supertest';
import { databaseIds, eventually, testAuthorizer } from '../../__testUtils__';
import type { Authorizer, RequestContext } from '../../ports';
import {
  createGatewayWorld,
  type GatewayWorld,
} from '../__testUtils__/createGatewayWorld';
import { startScriptedServer } from '../__testUtils__/startScriptedServer';

const OBJECT = { type: 'object' };
const TOOLS = [
  { name: 'shared', inputSchema: OBJECT },
  { name: 'failing', inputSchema: OBJECT },
  { name: 'of_ada', inputSchema: OBJECT },
];
const ROUNDS = 20;

const ADA = 'user:default/ada';
const BOB = 'user:default/bob';
/** Bob may use everything but what is Ada's. */
const rights: Record<string, Authorizer> = {
  [ADA]: testAuthorizer(),
  [BOB]: testAuthorizer([], {
    'sprintconnect.capability.use': {
      anyOf: ['shared', 'failing'].map(pattern => ({
        trait: 'name' as const,
        pattern,
      })),
    },
  }),
};
const rightsOf = ({ caller }: RequestContext) => rights[caller.ref];
const authorizer: Authorizer = {
  ...rights[ADA],
  judge: (ctx, permission) => rightsOf(ctx).judge(ctx, permission),
  judgements: (ctx, all) => rightsOf(ctx).judgements(ctx, all),
};

describe.each(databaseIds)('two callers of one server on %s', databaseId => {
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  let world: GatewayWorld;
  let id: string;
  /** Whose calls came in which session. */
  const sessions: Record<string, Set<string>> = {};

  beforeAll(async () => {
    server = await startScriptedServer(
      TOOLS,
      ({ params, session, answer, id: rpcId, res }) => {
        const { who, nth } = params.arguments as { who: string; nth: number };
        (sessions[who] ??= new Set()).add(session!);
        const said = `for ${who}, call ${nth}`;
        // Out of the order in which they came.
        setTimeout(
          () =>
            params.name === 'failing'
              ? res.writeHead(200, { 'content-type': 'application/json' }).end(
                  JSON.stringify({
                    jsonrpc: '2.0',
                    id: rpcId,
                    error: { code: -32000, message: said },
                  }),
                )
              : answer(
                  JSON.stringify({ content: [{ type: 'text', text: said }] }),
                ),
          (nth * 7) % 5,
        );
      },
      { hasSessions: true },
    );
    world = await createGatewayWorld({
      id: databaseId,
      authorizer,
      calls: { concurrent: 1_000 },
      // All of them find a place, however slow the machine is.
      connections: {
        perServer: 16,
        queuedPerServer: 1_000,
        queueTimeoutMs: 60_000,
      },
    });
    id = await world.added('scripted', server.url);
  });
  afterAll(async () => {
    await world?.stop();
    await server?.close();
  });

  const ask = (caller: string, tool: string, nth: number) =>
    request(world.app)
      .post(`/v1/servers/${id}/tools/${tool}/call`)
      .set('x-test-caller', `user:${caller}`)
      // Both take the same keys.
      .set('Idempotency-Key', `${tool}-${nth}`)
      .send({ arguments: { who: caller, nth } });

  it('hear nothing of each other, however hard they ask', async () => {
    const wrong: string[] = [];
    const round = async (nth: number) => {
      for (const [caller, other] of [
        [ADA, BOB],
        [BOB, ADA],
      ]) {
        const [shared, failing, hers, again] = await Promise.all([
          ask(caller, 'shared', nth),
          ask(caller, 'failing', nth),
          ask(caller, 'of_ada', nth),
          ask(caller, 'shared', nth + ROUNDS),
        ]);
        const replayed = await ask(caller, 'shared', nth);
        for (const { text } of [shared, failing, hers, again, replayed]) {
          if (text.includes(other)) wrong.push(text);
        }
        const own = `for ${caller}, call ${nth}`;
        const said = [
          [shared.status, shared.text.includes(own)],
          [failing.status, failing.text.includes(own)],
          [hers.status, hers.text.includes(own)],
          [replayed.text === shared.text],
        ];
        const hersIs = caller === ADA ? [200, true] : [404, false];
        const right = [[200, true], [502, true], hersIs, [true]];
        if (JSON.stringify(said) !== JSON.stringify(right)) {
          wrong.push(JSON.stringify(said));
        }
      }
    };
    await Promise.all(Array.from({ length: ROUNDS }, (_, nth) => round(nth)));
    expect(wrong).toEqual([]);
    expect(sessions[ADA].size).toBeGreaterThan(0);
    expect([...sessions[ADA]].filter(each => sessions[BOB].has(each))).toEqual(
      [],
    );
    for (const body of server.calls) {
      const { name, arguments: given } = JSON.parse(body).params;
      expect([name, given.who]).not.toEqual(['of_ada', BOB]);
    }
  });

  it('have one record each of every call, closed as it ended', async () => {
    const rows = await eventually('all records', async () => {
      const open = await world.database.reader('calls').whereNull('closed_at');
      return open.length === 0 && world.database.reader('calls');
    });
    const counts: Record<string, number> = {};
    for (const { caller_ref, capability, outcome } of rows) {
      const kind = `${capability} of ${caller_ref}: ${outcome}`;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    expect(counts).toEqual({
      [`shared of ${ADA}: succeeded`]: 2 * ROUNDS,
      [`shared of ${BOB}: succeeded`]: 2 * ROUNDS,
      [`failing of ${ADA}: upstream-failed`]: ROUNDS,
      [`failing of ${BOB}: upstream-failed`]: ROUNDS,
      [`of_ada of ${ADA}: succeeded`]: ROUNDS,
      [`of_ada of ${BOB}: refused`]: ROUNDS,
    });
  });
});
