import { once } from 'node:events';
import http from 'node:http';
import { json } from 'node:stream/consumers';
import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { makeKey, user } from './__testUtils__/routeWalk/callers';
import { readGate, type Stage } from './__testUtils__/routeWalk/gateTable';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { aServer } from './__testUtils__/routeWalk/resources';
import { createWitness } from './__testUtils__/routeWalk/witness';

const PER_ADDRESS = 30;
const PER_KEY = 2;

const gate = readGate();
let portal: Portal;
let addresses = 1;

beforeAll(async () => {
  const none = { perMinute: 0 };
  portal = await startPortal('SQLITE_3', {
    config: {
      limits: {
        global: { perSecond: 0 },
        organisation: { ...none, perDay: 0 },
        user: none,
        apiKey: { perMinute: PER_KEY },
        address: { perMinute: PER_ADDRESS },
      },
    },
  });
});
afterAll(() => portal?.stop());

/** Somebody with an API key, at an address of their own. */
interface Sender {
  localAddress: string;
  headers: Record<string, string>;
  /** Default: the list of servers. */
  path?: string;
}

async function send(
  { localAddress, headers, path = '/v1/servers' }: Sender,
  body?: object,
) {
  const sent = http.request(portal.url + path, {
    ...{ method: body ? 'POST' : 'GET', localAddress, agent: false },
    headers: { ...headers, 'content-type': 'application/json' },
  });
  const answered = once(sent, 'response');
  sent.end(body && JSON.stringify(body));
  const [response] = (await answered) as [http.IncomingMessage];
  const { type, detail } = (await json(response)) as Record<string, string>;
  return { status: response.statusCode, type, detail };
}

/** What is wrong with a request that fails at a stage, and at no other. */
interface Fault {
  grants?: { roles?: string[]; dpopThumbprint?: string };
  headers?: Record<string, string>;
  /** What happened before. */
  before?(sender: Sender, keyId: string): Promise<unknown>;
}

const FAULTS: Record<string, Fault> = {
  'address limit': {
    before: ({ localAddress }) =>
      repeat(PER_ADDRESS, () => send({ localAddress, headers: {} })),
  },
  credential: {
    before: (_sender, keyId) =>
      portal.send(`/v1/api-keys/${keyId}`, {
        method: 'DELETE',
        headers: user('ada'),
      }),
  },
  binding: { grants: { dpopThumbprint: 'a'.repeat(43) } },
  organisation: { headers: { 'sprintconnect-organization': 'globex' } },
  'caller limit': { before: sender => repeat(PER_KEY, () => send(sender)) },
  permission: { grants: { roles: ['viewer'] } },
};

async function repeat(times: number, act: () => Promise<unknown>) {
  for (let time = 0; time < times; time++) await act();
}

/** What is answered who registers a server, with these faults; and what has been written by then. */
async function answerTo(faults: readonly Fault[], path?: string) {
  addresses += 1;
  const { id, secret } = await makeKey(portal, user('ada'), {
    roles: ['engineer'],
    ...Object.assign({}, ...faults.map(({ grants }) => grants)),
  });
  const headers = { authorization: `Bearer ${secret}` };
  const sender = { localAddress: `127.0.0.${addresses}`, headers };
  for (const { before } of faults) await before?.(sender, id);
  Object.assign(headers, ...faults.map(fault => fault.headers));
  const witness = createWitness(portal.database);
  const counted = await witness.counts();
  const answer = await send({ ...sender, path }, aServer());
  return { answer, isWritten: (await witness.counts()) !== counted };
}

function refusalAt({ status, kind, says }: Stage) {
  return {
    answer: {
      status,
      type: kind === undefined ? 'about:blank' : problemTypeOf(kind),
      detail: expect.stringContaining(says),
    },
    isWritten: false,
  };
}

it('has a fault for every stage, and lets through who has none', async () => {
  expect(gate.map(({ stage }) => stage)).toEqual(Object.keys(FAULTS));
  const { answer, isWritten } = await answerTo([]);
  expect([answer.status, isWritten]).toEqual([201, true]);
});

it.each(gate)('refuses at the $stage', async at => {
  expect(await answerTo([FAULTS[at.stage]])).toEqual(refusalAt(at));
});

// Whoever may use nothing is refused nothing there: their lists are empty.
it.each(gate.filter(({ stage }) => stage !== 'permission'))(
  'refuses at the $stage before the MCP endpoints, too',
  async at => {
    for (const path of ['/mcp', '/mcp/servers/production/any']) {
      expect(await answerTo([FAULTS[at.stage]], path)).toEqual(refusalAt(at));
    }
  },
);

const neighbours = gate
  .slice(1)
  .map((later, index) => ({ earlier: gate[index], later }));
it.each(neighbours)(
  'asks at the $earlier.stage before the $later.stage',
  async ({ earlier, later }) => {
    const faults = [FAULTS[later.stage], FAULTS[earlier.stage]];
    expect(await answerTo(faults)).toEqual(refusalAt(earlier));
  },
);
