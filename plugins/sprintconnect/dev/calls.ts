import type { Call } from '@sprintconnect/plugin-sprintconnect-common';
import { ago, idOf, servers, weather } from './fixtures';
import type { MockWorld } from './mockWorld';

type Ending = Partial<Call> & { minutesAgo: number };

const callers: Call['caller'][] = [
  { type: 'user', ref: 'user:default/guest' },
  { type: 'user', ref: 'user:default/ada' },
  { type: 'agent', ref: 'https://agents.example.com/travel-planner' },
  { type: 'api-key', ref: `api-key:${idOf(71)}` },
];

const endings: Ending[] = [
  {
    minutesAgo: 0.2,
    outcome: undefined,
    closedAt: undefined,
    durationMs: undefined,
    upstreamMs: undefined,
    resultBytes: undefined,
    caller: callers[2],
    entrance: 'mcp',
  },
  { minutesAgo: 1, entrance: 'mcp', caller: callers[2] },
  {
    minutesAgo: 3,
    entrance: 'portal',
    caller: callers[0],
    arguments: { city: 'Lagos', days: 3, token: '[redacted]' },
    result: {
      content: [
        { type: 'text', text: 'Sunny, 31 °C, light wind from the sea.' },
      ],
    },
  },
  {
    minutesAgo: 7,
    outcome: 'tool-error',
    caller: callers[1],
    reason: undefined,
    durationMs: 412,
    upstreamMs: 408,
  },
  {
    minutesAgo: 12,
    outcome: 'invalid',
    code: 'arguments-invalid',
    reason: "The arguments don't fit: arguments.city must be a string.",
    upstreamMs: undefined,
    resultBytes: undefined,
    durationMs: 0,
    caller: callers[3],
    entrance: 'rest',
  },
  {
    minutesAgo: 26,
    outcome: 'timed-out',
    code: 'timed-out',
    reason:
      'The server did not answer within 60 s. It may still have done what it was asked.',
    durationMs: 60_012,
    upstreamMs: 60_008,
    resultBytes: undefined,
    caller: callers[2],
    entrance: 'mcp',
  },
  {
    minutesAgo: 44,
    method: 'resources/read',
    kind: 'resource',
    capability: 'weather://stations',
    caller: callers[0],
    entrance: 'portal',
    resultBytes: 48_213,
  },
  {
    minutesAgo: 61,
    outcome: 'refused',
    code: 'capability-not-found',
    capability: 'reset_station',
    reason:
      'There is nothing of that name that you can use. List the capabilities of the server to see what there is, or ask its owner for access.',
    durationMs: 0,
    upstreamMs: undefined,
    resultBytes: undefined,
    caller: callers[3],
  },
  {
    minutesAgo: 83,
    outcome: 'upstream-failed',
    code: 'upstream-unreachable',
    reason: 'The host refuses the connection on port 443.',
    durationMs: 31,
    upstreamMs: 29,
    resultBytes: undefined,
    caller: { ...callers[1], actor: 'plugin:mcp-actions' },
    entrance: 'action',
  },
  {
    minutesAgo: 120,
    outcome: 'cancelled',
    code: 'cancelled',
    reason:
      'The call was cancelled. The server may have done some of it before.',
    durationMs: 2_400,
    resultBytes: undefined,
    caller: callers[0],
    entrance: 'portal',
  },
  {
    minutesAgo: 190,
    outcome: 'unknown',
    upstreamMs: undefined,
    resultBytes: undefined,
    caller: callers[2],
    entrance: 'mcp',
  },
];

/** A day of the weather and of others, newest first: every way that a call can end, and more than one page that went well. */
export const callRecords: Call[] = [
  ...endings,
  ...Array.from({ length: 64 }, (_, at): Ending => ({
    minutesAgo: 240 + at * 19,
    caller: callers[at % callers.length],
    durationMs: 60 + ((at * 37) % 190),
    upstreamMs: 55 + ((at * 37) % 190),
  })),
].map(({ minutesAgo, ...call }, at) => {
  const { id, name, environment } =
    at < 20 || at % 3 ? weather : servers[at % servers.length];
  const openedAt = ago(minutesAgo);
  return {
    id: idOf(7000 + at),
    server: { id, name, environment },
    method: 'tools/call',
    kind: 'tool',
    capability: at % 5 === 4 ? 'subscribe_warnings' : 'get_forecast',
    caller: callers[0],
    entrance: 'rest',
    openedAt,
    closedAt: openedAt,
    outcome: 'succeeded',
    durationMs: 87,
    upstreamMs: 81,
    argumentBytes: 38,
    resultBytes: 1_204,
    requestId: idOf(6500 + at),
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    ...call,
  };
});

/** Those that the reader may see, and the filters of a query let through; without what was said, as lists have them. */
export function visibleCalls(world: MockWorld, query: URLSearchParams): Call[] {
  const is = (name: string, value = '') =>
    !query.get(name) || query.get(name)!.split(',').includes(value);
  return world.calls
    .filter(each => maySee(world, each))
    .filter(
      each =>
        is('server', each.server.id) &&
        is('capability', each.capability) &&
        is('caller', each.caller.ref) &&
        is('outcome', each.outcome) &&
        each.openedAt >= (query.get('from') ?? ''),
    )
    .map(({ arguments: _, result: __, ...listed }) => listed);
}

export function findCall(world: MockWorld, id: string): Call | undefined {
  return world.calls.find(each => each.id === id && maySee(world, each));
}

/** One's own, and those of servers that one may change. */
function maySee({ me, servers: known }: MockWorld, call: Call): boolean {
  const server = known.find(({ id }) => id === call.server.id);
  return (
    call.caller.ref === me.caller.ref ||
    (server?.access?.update ??
      me.permissions.includes('sprintconnect.server.update'))
  );
}
