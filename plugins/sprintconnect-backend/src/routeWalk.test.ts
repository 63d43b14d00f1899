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
  PEOPLE_ONLY,
  readTable,
  REFUSED,
} from './__testUtils__/routeWalk/table';
import { createWitness } from './__testUtils__/routeWalk/witness';

// All of them come from one address, which would soon have to wait; the guard has tests of its own.
jest.mock('./identity/createGuessGuard', () => ({
  createGuessGuard: () => ({ waitSeconds: () => 0, failed: () => {} }),
}));

const table = readTable();
const named = [...Object.values(COLUMNS).flat(), ...Object.keys(REFUSED)];
const routes = Object.entries(
  openApiDocument().paths as Record<string, object>,
).flatMap(([path, methods]) =>
  Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
);

it('knows every route, and none that is not there', () => {
  expect([...table.keys(), ...OPEN].sort()).toEqual([...routes].sort());
  for (const row of table.values()) {
    expect([...row.keys()]).toEqual(Object.keys(COLUMNS));
  }
});

/** Routes that are asked at once by who is refused everywhere; three requests each. */
const AT_ONCE = 8;

function chunks<T>(all: readonly T[], size: number): T[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

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
    witness = createWitness(portal.database, { mayRefuseCalls: true });
    things = {
      acme: await fill(portal, 'acme'),
      globex: await fill(portal, 'globex'),
    };
  });
  afterAll(() => portal?.stop());

  it('has everybody come whom the table names, once, and nobody else', () => {
    expect([...walkers.keys()].sort()).toEqual([...named].sort());
  });

  /** Sends these at once, each of them to be answered so. When all are refused, no row may come of them. */
  const steps = async (
    all: readonly Step[],
    wrong: string[],
    expected: number,
  ): Promise<string[]> => {
    const before = (counted ??= await witness.counts());
    const answers = await Promise.all(all.map(each => send(portal, each)));
    answers.forEach(({ status, body }, index) => {
      const what = `${all[index].route} by ${all[index].who.name}`;
      if (status !== expected) {
        wrong.push(`${what}: ${status} instead of ${expected} ${body}`);
      } else if (status >= 400 && !body.includes('"detail"')) {
        wrong.push(`${what}: no problem`);
      }
    });
    if (answers.some(({ status }) => status < 400)) {
      counted = undefined;
    } else if (all.length > 0) {
      const after = await witness.counts();
      const asked = new Set(all.map(({ route }) => route));
      if (after !== before)
        wrong.push(`${[...asked].join(', ')}: ${before} became ${after}`);
    }
    return answers.map(({ body }) => body);
  };

  it.each(Object.entries(REFUSED))(
    'is closed to %s',
    async (name, expected) => {
      const wrong: string[] = [];
      const who = walkers.get(name)!;
      const resources = [things.acme, things.globex, nothing()];
      for (const some of chunks([...table.keys()], AT_ONCE)) {
        const bodies = await steps(
          some.flatMap(route => resources.map(of => ({ route, who, of }))),
          wrong,
          expected,
        );
        some.forEach((route, index) => {
          const told = new Set(chunks(bodies, resources.length)[index]);
          if (told.size > 1) wrong.push(`${route} tells: ${[...told]}`);
        });
      }
      const open = OPEN.map(route => ({ route, who, of: nothing() }));
      await steps(open, wrong, 200);
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
      await witness.settled();
      const before = await witness.content(foreign);
      for (const [route, row] of table) {
        const isClosed =
          route.includes(` ${PEOPLE_ONLY}`) && !name.startsWith('user ');
        const { own, absent } = isClosed
          ? { own: 403, absent: 403 }
          : row.get(column)!;
        const { ends, address } = REQUESTS[route] ?? {};
        const fresh =
          ends && own < 400 ? await makers[ends](portal, orgId) : undefined;
        if (fresh) counted = undefined;
        const mine = { ...things[orgId], ...fresh };
        const ofMine = { route, who, of: mine };
        const ofOthers = address
          ? [things[foreign], nothing()].map(of => ({ route, who, of }))
          : [];
        // What is allowed goes first, so that it is not mistaken for what a refused one left.
        const isRefused = own === absent && own >= 400;
        if (!isRefused) await steps([ofMine], wrong, own);
        const rest = isRefused ? [ofMine, ...ofOthers] : ofOthers;
        const [theirs, nobodys] = (await steps(rest, wrong, absent)).slice(-2);
        if (address && absent >= 400 && theirs !== nobodys) {
          wrong.push(`${route} tells: ${theirs} and ${nobodys}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(await witness.content(foreign)).toEqual(before);
    },
  );
});
