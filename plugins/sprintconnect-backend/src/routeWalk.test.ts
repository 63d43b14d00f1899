import { openApiDocument } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from './__testUtils__';
import { openWalkers, type Walker } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { REQUESTS } from './__testUtils__/routeWalk/requests';
import {
  fill,
  makers,
  nothing,
  type Resources,
} from './__testUtils__/routeWalk/resources';
import {
  COLUMNS,
  OPEN,
  readTable,
  REFUSED,
} from './__testUtils__/routeWalk/table';
import { createWitness } from './__testUtils__/routeWalk/witness';

// All of them come from one address, which would soon have to wait; the guard has tests of its own.
jest.mock('./access/createGuessGuard', () => ({
  createGuessGuard: () => ({ waitSeconds: () => 0, failed: () => {} }),
}));

jest.setTimeout(120_000);

const table = readTable();
const routes = Object.entries(
  openApiDocument().paths as Record<string, object>,
).flatMap(([path, methods]) =>
  Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
);

it('knows every route, and none that is not there', () => {
  expect([...table.keys(), ...OPEN].sort()).toEqual([...routes].sort());
  const named = [...Object.values(COLUMNS).flat(), ...Object.keys(REFUSED)];
  expect(new Set(named).size).toBe(named.length);
});

interface Step {
  route: string;
  who: Walker;
  of: Resources;
}

async function send({ send: to }: Portal, { route, who, of }: Step) {
  const [method, path] = route.split(' ');
  const request = REQUESTS[route] ?? {};
  const response = await to(request.address?.(of) ?? path, {
    method,
    headers: { ...who.headers, ...request.headers },
    body: request.body?.(of),
  });
  const isStream = response.headers
    .get('content-type')
    ?.startsWith('text/event-stream');
  if (isStream) {
    await response.body?.cancel();
    return { status: response.status, body: '' };
  }
  return { status: response.status, body: plain(await response.text(), of) };
}

/** Without what differs between two requests for the same reason. */
function plain(text: string, of: Resources): string {
  return Object.entries(of)
    .reduce((left, [kind, id]) => left.replaceAll(id, `<${kind}>`), text)
    .replace(/"requestId":"[^"]*"/, '"requestId":""');
}

describe.each(databaseIds)('every route on %s', id => {
  let portal: Portal;
  let walkers: Map<string, Walker>;
  let witness: ReturnType<typeof createWitness>;
  /** As long as nothing has been written since. */
  let counted: string | undefined;
  let things: { acme: Resources; globex: Resources };

  beforeAll(async () => {
    portal = await startPortal(id);
    walkers = await openWalkers(portal);
    witness = createWitness(portal.database);
    things = {
      acme: await fill(portal, 'acme'),
      globex: await fill(portal, 'globex'),
    };
  });
  afterAll(() => portal?.stop());

  /** Sends one request; what is refused must leave no row. */
  const step = async (each: Step, wrong: string[], expected: number) => {
    const before = (counted ??= await witness.counts());
    const answer = await send(portal, each);
    const what = `${each.route} by ${each.who.name}`;
    if (answer.status < 400) counted = undefined;
    if (answer.status !== expected) {
      wrong.push(`${what}: ${answer.status} instead of ${expected}`);
    } else if (answer.status >= 400) {
      const after = await witness.counts();
      if (after !== before) wrong.push(`${what}: ${before} became ${after}`);
      if (!answer.body.includes('"detail"')) wrong.push(`${what}: no problem`);
    }
    return answer;
  };

  it.each(Object.entries(REFUSED))(
    'is closed to %s',
    async (name, expected) => {
      const wrong: string[] = [];
      const who = walkers.get(name)!;
      for (const route of table.keys()) {
        const bodies = new Set<string>();
        for (const each of [things.acme, things.globex, nothing()]) {
          const walk = { route, who, of: each };
          bodies.add((await step(walk, wrong, expected)).body);
        }
        if (bodies.size > 1) wrong.push(`${route} tells: ${[...bodies]}`);
      }
      for (const route of OPEN) {
        await step({ route, who, of: nothing() }, wrong, 200);
      }
      expect(wrong).toEqual([]);
    },
  );

  const columns = Object.entries(COLUMNS).flatMap(([column, names]) =>
    names.map(name => ({ column, name })),
  );
  it.each(columns)(
    'answers $name as the table says',
    async ({ column, name }) => {
      const wrong: string[] = [];
      const who = walkers.get(name)!;
      const { orgId } = who;
      const foreign = orgId === 'acme' ? 'globex' : 'acme';
      const before = await witness.content(foreign);
      for (const [route, row] of table) {
        const { own, absent } = row.get(column)!;
        const { ends, address } = REQUESTS[route] ?? {};
        const fresh =
          ends && own < 400 ? await makers[ends](portal, orgId) : undefined;
        if (fresh) counted = undefined;
        const mine = { ...things[orgId], ...fresh };
        await step({ route, who, of: mine }, wrong, own);
        if (!address) continue;
        const theirs = { route, who, of: things[foreign] };
        const none = { route, who, of: nothing() };
        const other = await step(theirs, wrong, absent);
        const nobodys = await step(none, wrong, absent);
        if (absent >= 400 && other.body !== nobodys.body) {
          wrong.push(`${route} tells: ${other.body} and ${nobodys.body}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(await witness.content(foreign)).toEqual(before);
    },
  );
});
