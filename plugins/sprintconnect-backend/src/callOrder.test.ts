import {
  type ProblemKind,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { eventually, testContext } from './__testUtils__';
import { makeKey, user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { aServer } from './__testUtils__/routeWalk/resources';
import { createWitness } from './__testUtils__/routeWalk/witness';
import {
  type ScriptedCall,
  startScriptedServer,
} from './gateway/__testUtils__/startScriptedServer';
import { STEPS } from './gateway/pipeline/steps';
import {
  observation,
  openRegistry,
} from './registry/__testUtils__/openRegistry';

const INPUT = {
  type: 'object',
  properties: { n: { type: 'integer' } },
  required: ['n'],
};

const READS = ['mcp:servers:read', 'mcp:capabilities:read'];

/** What is wrong with a call that fails at a step, and at no other. */
interface Fault {
  tool?: string;
  scopes?: string[];
  body?: object;
  status?: string;
  /** The caller has as many calls under way as they may. */
  isBusy?: boolean;
}

const FAULTS: Record<string, Fault> = {
  capability: { tool: 'nothing' },
  permission: { scopes: READS },
  status: { status: 'quarantined' },
  concurrency: { isBusy: true },
  arguments: { body: { arguments: { n: 'one' } } },
};
const REFUSED: Record<string, [status: number, kind: ProblemKind]> = {
  capability: [404, 'capability-not-found'],
  permission: [404, 'capability-not-found'],
  status: [409, 'server-quarantined'],
  concurrency: [429, 'concurrency-limited'],
  arguments: [400, 'arguments-invalid'],
};

/** The order of the steps of a call, by the whole plugin; `gateOrder.test.ts` has the order of what comes before. */
describe('a call', () => {
  let portal: Portal;
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  let script: (call: ScriptedCall) => void;
  let id: string;

  beforeAll(async () => {
    server = await startScriptedServer([], call => script(call));
    portal = await startPortal('SQLITE_3', {
      config: { calls: { concurrent: 1 } },
    });
    const response = await portal.send('/v1/servers', {
      method: 'POST',
      headers: user('ada'),
      body: {
        ...aServer(),
        remotes: [{ type: 'streamable-http', url: server.url }],
      },
    });
    ({ id } = (await response.json()) as { id: string });
    const { service } = await openRegistry({ database: portal.database });
    const definition = { name: 'echo', inputSchema: INPUT };
    await service.recordSnapshot(
      testContext({ orgId: 'acme' }),
      id,
      observation({
        era: 'legacy',
        protocolVersion: '2025-11-25',
        remoteUrl: server.url,
        capabilities: [{ kind: 'tool', name: 'echo', definition }],
      }),
    );
  });
  afterAll(async () => {
    await portal?.stop();
    await server?.close();
  });

  const call = async (
    headers: Record<string, string>,
    { tool = 'echo', body = { arguments: { n: 1 } } }: Fault = {},
  ) => {
    const response = await portal.send(`/v1/servers/${id}/tools/${tool}/call`, {
      method: 'POST',
      headers,
      body,
    });
    const answer = (await response.json()) as { type?: string };
    return { status: response.status, ...answer };
  };
  const records = (more: object = {}) =>
    portal.database.reader('calls').where({ server_id: id, ...more });

  /** What is answered to a call with these faults, and what came of it. */
  async function answerTo(faults: readonly Fault[]) {
    const fault: Fault = Object.assign({}, ...faults);
    const { id: keyId, secret } = await makeKey(portal, user('ada'), {
      scopes: fault.scopes ?? [...READS, 'mcp:capabilities:use'],
    });
    const headers = { authorization: `Bearer ${secret}` };
    const waiting: ScriptedCall[] = [];
    script = each => waiting.push(each);
    const held = fault.isBusy ? heldBy(headers, waiting) : undefined;
    const release = await held;
    const { status = 'active' } = fault;
    await portal.database.reader('servers').where({ id }).update({ status });
    script = ({ answer }) => answer('{"content":[]}');
    const witness = createWitness(portal.database, { mayRefuseCalls: true });
    const [before, sent] = [await witness.counts(), server.calls.length];
    const answer = await call(headers, fault);
    const isWritten = (await witness.counts()) !== before;
    const wasSent = server.calls.length > sent;
    await release?.();
    return { answer, isWritten, wasSent, caller: `api-key:${keyId}` };
  }

  /** Has the caller make a call that is under way until it is released. */
  async function heldBy(
    headers: Record<string, string>,
    waiting: readonly ScriptedCall[],
  ) {
    await portal.database
      .reader('servers')
      .where({ id })
      .update({ status: 'active' });
    const made = call(headers);
    await eventually('the call', () => waiting.length === 1);
    return async () => {
      waiting[0].answer('{"content":[]}');
      await made;
    };
  }

  it('has a fault for every step, and is made where there is none', async () => {
    const ofRest = STEPS.filter(({ entrances }) => entrances.includes('rest'));
    expect(ofRest.map(({ name }) => name)).toEqual(Object.keys(FAULTS));
    const { answer, isWritten, wasSent } = await answerTo([]);
    expect([answer.status, isWritten, wasSent]).toEqual([200, true, true]);
  });

  it.each(Object.keys(FAULTS))('is refused at the step %s', async step => {
    const { answer, isWritten, wasSent, caller } = await answerTo([
      FAULTS[step],
    ]);
    const [status, kind] = REFUSED[step];
    expect([answer.status, answer.type]).toEqual([status, problemTypeOf(kind)]);
    expect({ isWritten, wasSent }).toEqual({
      isWritten: false,
      wasSent: false,
    });
    const [record, ...others] = await eventually('the record', async () => {
      const all = await records({
        caller_ref: caller,
        upstream_ms: null,
      }).whereNotNull('outcome');
      return all.length > 0 && all;
    });
    expect(record).toMatchObject({
      outcome: step === 'arguments' ? 'invalid' : 'refused',
      arguments: null,
      result: null,
    });
    expect(others).toEqual([]);
  });

  const steps = Object.keys(FAULTS);
  const pairs = steps.flatMap((earlier, index) =>
    steps.slice(index + 1).map(later => ({ earlier, later })),
  );
  it.each(pairs)(
    'is refused at the step $earlier before $later',
    async ({ earlier, later }) => {
      // Who may use nothing has no call that could be under way.
      const isHeld = later === 'concurrency' && earlier === 'permission';
      const faults = isHeld
        ? [FAULTS[earlier]]
        : [FAULTS[later], FAULTS[earlier]];
      const { answer, isWritten, wasSent } = await answerTo(faults);
      const [status, kind] = REFUSED[earlier];
      expect([answer.status, answer.type]).toEqual([
        status,
        problemTypeOf(kind),
      ]);
      expect({ isWritten, wasSent }).toEqual({
        isWritten: false,
        wasSent: false,
      });
    },
  );
});
