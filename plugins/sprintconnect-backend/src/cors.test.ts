import { openTestDatabase } from './__testUtils__';
import { startRealBackend, TOKEN } from './__testUtils__/startRealBackend';
import { aServer } from './__testUtils__/routeWalk/resources';
import { createWitness } from './__testUtils__/routeWalk/witness';

const APP = 'https://portal.example';
/** Origins that are not the app, some of which look like it. */
const OTHERS = [
  'https://evil.example',
  'http://portal.example',
  'https://portal.example.evil.example',
  'https://sub.portal.example',
  'https://portal.example:8443',
  'null',
];

let started: Awaited<ReturnType<typeof startRealBackend>>;
let witness: ReturnType<typeof createWitness>;

beforeAll(async () => {
  const database = await openTestDatabase();
  started = await startRealBackend({
    database,
    // Nothing looks at the server that is registered, so that only requests change what is counted.
    sprintconnect: { roles: ['api'] },
    backend: {
      cors: {
        origin: APP,
        methods: ['GET', 'HEAD', 'PATCH', 'POST', 'PUT', 'DELETE'],
        credentials: true,
      },
    },
  });
  witness = createWitness(database);
});
afterAll(() => started?.backend.stop());

const send = (origin: string, init: RequestInit = {}) =>
  fetch(`${started.base}/v1/servers`, {
    ...init,
    headers: { ...(init.headers as Record<string, string>), origin },
  });
const preflight = (origin: string) =>
  send(origin, {
    method: 'OPTIONS',
    headers: {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
const authorization = `Bearer ${TOKEN}`;
const leaveOf = ({ headers }: Response) =>
  headers.get('access-control-allow-origin');

it('lets the app of the portal ask, and read what it is answered', async () => {
  const before = await witness.counts();
  const asked = await preflight(APP);
  expect(asked.status).toBe(204);
  expect(Object.fromEntries(asked.headers)).toMatchObject({
    'access-control-allow-origin': APP,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': expect.stringContaining('POST'),
    'access-control-allow-headers': 'authorization,content-type',
    vary: expect.stringContaining('Origin'),
  });
  expect(await witness.counts()).toBe(before);
  const made = await send(APP, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(aServer()),
  });
  expect(made.status).toBe(201);
  expect(leaveOf(made)).toBe(APP);
  const readable = made.headers.get('access-control-expose-headers');
  for (const name of ['ETag', 'Location', 'X-Request-Id', 'Retry-After']) {
    expect(readable?.split(', ')).toContain(name);
  }
  const refused = await send(APP);
  expect(refused.status).toBe(401);
  expect(leaveOf(refused)).toBe(APP);
});

it.each(OTHERS)('gives a page of another origin no leave: %s', async origin => {
  const before = await witness.counts();
  const answers = [
    await preflight(origin),
    await send(origin),
    await send(origin, { headers: { authorization } }),
  ];
  expect(answers.map(leaveOf)).toEqual([null, null, null]);
  for (const { headers } of answers) {
    expect(headers.get('access-control-expose-headers')).toBeNull();
  }
  expect(await witness.counts()).toBe(before);
});
