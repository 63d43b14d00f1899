import { getEventListeners } from 'node:events';
import * as fc from 'fast-check';
import { eventually } from '../../__testUtils__';
import { UpstreamError } from '../../upstream';
import { patient } from '../../upstream/__testUtils__/openUpstream';
import { closePeers, serveLegacy } from '../../upstream/__testUtils__/peers';
import { serveSessions } from '../../upstream/__testUtils__/serveSessions';
import { ask, openPool, wanted } from './__testUtils__/openPool';
import { serveHeld } from './__testUtils__/serveHeld';

afterEach(closePeers);

const list = ask('prompts/list');
const calls = ({ seen }: { seen: string[] }, what: string) =>
  seen.filter(each => each === `POST ${what}`).length;

it('shares a connection without a session', async () => {
  const peer = await serveLegacy(
    { prompts: {} },
    { 'prompts/list': () => ({}) },
  );
  const { pool, asked } = openPool();
  for (const callerKey of ['ada', 'bob']) {
    await pool.use(wanted(peer.url, { callerKey }), patient(), list);
  }
  await Promise.all(
    ['ada', 'bob', 'eve'].map(callerKey =>
      pool.use(wanted(peer.url, { callerKey }), patient(), list),
    ),
  );
  expect(asked()).toBe(1);
});

it('never uses a session of one caller for another, whoever comes at once', async () => {
  const failures = new Set(['AbortError', 'ConnectionRefused']);
  const users = new Map<string, Set<unknown>>();
  const peer = await serveSessions((session, method, { params }) => {
    if (method === 'prompts/list') {
      users.set(session, (users.get(session) ?? new Set()).add(params?.who));
    }
    return true;
  });
  const { pool } = openPool({ settings: { sessionsPerServer: 3 } });
  const who = fc.record({
    callerKey: fc.constantFrom('ada', 'bob'),
    clientCapabilities: fc.constantFrom({}, { elicitation: {} }),
    early: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(who, { maxLength: 12 }), async each => {
      await Promise.all(
        each.map(async ({ callerKey, clientCapabilities, early }) => {
          const leaving = new AbortController();
          const mine = { who: JSON.stringify([callerKey, clientCapabilities]) };
          const use = pool.use(
            wanted(peer.url, { callerKey, clientCapabilities }),
            leaving.signal,
            ask('prompts/list', mine),
          );
          if (early) leaving.abort();
          await use.catch(error => failures.add(error.name));
        }),
      );
    }),
    { numRuns: 30 },
  );
  expect(failures.size).toBe(2);
  expect(users.size).toBeGreaterThan(3);
  for (const each of users.values()) expect(each.size).toBe(1);
});

it('begins a session again that the server forgot, and does the work once more', async () => {
  let forgets = 1;
  const peer = await serveSessions(
    (_session, method) => method !== 'prompts/list' || forgets-- <= 0,
  );
  const { pool } = openPool();
  const answer = await pool.use(wanted(peer.url), patient(), list);
  expect(answer).toMatchObject({ result: { prompts: [{ name: 'greet' }] } });
  expect(peer.opened).toHaveLength(2);
  forgets = 2;
  await expect(
    pool.use(wanted(peer.url), patient(), list),
  ).rejects.toMatchObject({ lostSession: true });
  expect(calls(peer, 'prompts/list')).toBe(4);
});

it('opens another connection where a session was lost, whatever the old one knows of it', async () => {
  const peer = await serveSessions();
  const { pool, opened } = openPool();
  const used: unknown[] = [];
  await pool.use(wanted(peer.url), patient(), async channel => {
    used.push(channel);
    if (used.length > 1) return;
    const signs = { lostSession: true, neverRan: true };
    throw new UpstreamError('protocol', 'gone', signs);
  });
  expect(used).toEqual(opened);
  expect(opened).toHaveLength(2);
});

it('does not hold a server for dead because callers leave', async () => {
  const peer = await serveSessions();
  const { pool } = openPool({ settings: { failureThreshold: 1 } });
  const leaving = new AbortController();
  const use = pool.use(wanted(peer.url), leaving.signal, async () => {
    leaving.abort();
    throw new UpstreamError('refused', 'broken off');
  });
  await expect(use).rejects.toThrow('broken off');
  await pool.use(wanted(peer.url), patient(), list);
});

it.each([{ lostSession: true }, { neverRan: true }, {}])(
  'does not work again after %j',
  async signs => {
    const peer = await serveSessions();
    const { pool } = openPool();
    const work = jest.fn(async () => {
      throw new UpstreamError('protocol', 'no', signs);
    });
    await expect(pool.use(wanted(peer.url), patient(), work)).rejects.toThrow(
      'no',
    );
    expect(work).toHaveBeenCalledTimes(1);
  },
);

it('lets a slow server hold up itself alone, and turns away what is too much', async () => {
  const [slow, fast] = [await serveHeld(), await serveHeld()];
  const { pool } = openPool({
    settings: { perServer: 2, queuedPerServer: 1, queueTimeoutMs: 60_000 },
  });
  const callSlow = () =>
    pool.use(
      wanted(slow.url, { serverId: 'slow' }),
      patient(),
      ask('tools/call'),
    );
  const under = [callSlow(), callSlow()];
  await eventually('two calls', () => slow.held.length === 2);
  const third = callSlow();
  const refused = {
    name: 'ConnectionRefused',
    code: 'busy',
    retryAfterMs: 1_000,
  };
  await expect(callSlow()).rejects.toMatchObject(refused);
  for (let times = 0; times < 5; times++) {
    const use = pool.use(
      wanted(fast.url, { serverId: 'fast' }),
      patient(),
      ask('tools/call'),
    );
    (await eventually('the call', () => fast.held.shift()))();
    await use;
  }
  expect(calls(slow, 'tools/call')).toBe(2);
  slow.held.shift()!();
  (await eventually('the third', () => slow.held[1]))();
  slow.held[0]();
  await Promise.all([...under, third]);
  expect(calls(slow, 'tools/call')).toBe(3);
});

it('tells who waits too long that the server is busy', async () => {
  const slow = await serveHeld();
  const { pool } = openPool({
    settings: { perServer: 1, queueTimeoutMs: 1_000 },
  });
  const first = pool.use(wanted(slow.url), patient(), ask('tools/call'));
  await eventually('the call', () => slow.held.length);
  await expect(
    pool.use(wanted(slow.url), patient(), ask('tools/call')),
  ).rejects.toMatchObject({ code: 'busy' });
  expect(slow.held).toHaveLength(1);
  slow.held[0]();
  await first;
});

it('ends the request of who leaves, and nobody else of the same connection', async () => {
  const slow = await serveHeld();
  const { pool, asked } = openPool({ settings: { perServer: 2 } });
  const leaving = new AbortController();
  const gone = pool.use(
    wanted(slow.url),
    leaving.signal,
    ask('tools/call', {}, leaving.signal),
  );
  const stays = pool.use(wanted(slow.url), patient(), ask('tools/call'));
  await eventually('both', () => slow.held.length === 2);
  const waiting = new AbortController();
  const waits = pool.use(wanted(slow.url), waiting.signal, ask('tools/call'));
  waiting.abort();
  await expect(waits).rejects.toThrow('aborted');
  leaving.abort();
  await expect(gone).rejects.toThrow();
  for (const answer of slow.held) answer();
  await expect(stays).resolves.toMatchObject({ result: { content: [] } });
  await pool.use(wanted(slow.url), patient(), async () => {});
  expect(asked()).toBe(1);
  expect(calls(slow, 'tools/call')).toBe(2);
});

it('leaves a server alone that cannot be reached', async () => {
  const peer = await serveHeld();
  await peer.stop();
  const { pool, asked } = openPool({ settings: { failureThreshold: 2 } });
  const use = () => pool.use(wanted(peer.url), patient(), list);
  await expect(use()).rejects.toMatchObject({ code: 'refused' });
  await expect(use()).rejects.toMatchObject({ code: 'refused' });
  const before = asked();
  await expect(use()).rejects.toMatchObject({
    name: 'ConnectionRefused',
    code: 'resting',
    retryAfterMs: expect.any(Number),
  });
  expect(asked()).toBe(before);
});

it('follows the rest that health knows, but for a trial', async () => {
  const peer = await serveHeld();
  let rests = true;
  const { pool, clock, asked } = openPool({
    restOf: async server => {
      expect(server).toMatchObject({ orgId: 'default', serverId: 'server' });
      if (!rests) throw new Error('The database is away');
      const now = clock.now();
      return { since: now, until: new Date(now.getTime() + 60_000) };
    },
  });
  const fails = async () => {
    throw new Error('mine');
  };
  const use = () => pool.use(wanted(peer.url), patient(), fails);
  await expect(use()).rejects.toThrow('mine');
  await expect(use()).rejects.toMatchObject({ code: 'resting' });
  expect(asked()).toBe(1);
  rests = false;
  await expect(use()).rejects.toThrow('mine');
});

it('ends the connections of a registration that has changed', async () => {
  const peer = await serveSessions();
  const { pool, opened } = openPool();
  const remote = { type: 'streamable-http' as const, url: peer.url };
  await pool.use(wanted(remote), patient(), list);
  await pool.use(wanted({ ...remote, headers: {} }), patient(), list);
  await eventually('the end of the first', () => opened[0].isOver);
  expect(peer.ended).toEqual([peer.opened[0]]);
  expect(opened[1].isOver).toBe(false);
});

it('keeps servers of two organisations apart', async () => {
  const peer = await serveLegacy(
    { prompts: {} },
    { 'prompts/list': () => ({}) },
  );
  const { pool, asked } = openPool();
  const { target, ...own } = wanted(peer.url);
  await pool.use({ target, ...own }, patient(), list);
  await pool.use(
    { target: { ...target, orgId: 'other' }, ...own },
    patient(),
    list,
  );
  expect(asked()).toBe(2);
});

it('ends what is idle, and what was idle the longest where room is needed', async () => {
  const peer = await serveSessions();
  const { pool, opened } = openPool({
    settings: { sessionsPerServer: 2, sessionIdleSeconds: 1 },
  });
  const use = (callerKey: string) =>
    pool.use(wanted(peer.url, { callerKey }), patient(), list);
  for (const who of ['ada', 'bob', 'ada', 'eve']) await use(who);
  expect(opened.map(({ isOver }) => isOver)).toEqual([false, true, false]);
  await eventually('the end of all', () =>
    opened.every(({ isOver }) => isOver),
  );
  await use('ada');
  expect(opened).toHaveLength(4);
});

it('turns away whom it has no room for', async () => {
  const slow = await serveHeld();
  const { pool } = openPool({ settings: { max: 1 } });
  const first = pool.use(wanted(slow.url), patient(), ask('tools/call'));
  await eventually('the call', () => slow.held.length);
  const other = wanted(slow.url, { serverId: 'other' });
  await expect(pool.use(other, patient(), list)).rejects.toMatchObject({
    code: 'busy',
  });
  expect(calls(slow, 'initialize')).toBe(1);
  slow.held[0]();
  await first;
  await pool.use(other, patient(), list);
});

it('stops after the work under way, refusing what is new', async () => {
  const slow = await serveHeld();
  const { pool, opened } = openPool({ settings: { perServer: 1 } });
  const first = pool.use(wanted(slow.url), patient(), ask('tools/call'));
  await eventually('the call', () => slow.held.length);
  const waits = pool.use(wanted(slow.url), patient(), list);
  const stopped = pool.stop(60_000);
  const refused = { name: 'ConnectionRefused', code: 'stopping' };
  await expect(waits).rejects.toMatchObject(refused);
  await expect(
    pool.use(wanted(slow.url), patient(), list),
  ).rejects.toMatchObject(refused);
  slow.held[0]();
  await expect(first).resolves.toMatchObject({ result: {} });
  await stopped;
  expect(opened.every(({ isOver }) => isOver)).toBe(true);
});

it('breaks off what does not end in time', async () => {
  const slow = await serveHeld();
  const { pool } = openPool();
  const call = pool.use(wanted(slow.url), patient(), ask('tools/call'));
  const failed = call.catch(error => error);
  await eventually('the call', () => slow.held.length);
  await pool.stop(1);
  expect(await failed).toBeInstanceOf(UpstreamError);
});

it('holds nothing after a thousand calls', async () => {
  const peer = await serveSessions();
  const { pool } = openPool({ settings: { sessionsPerServer: 5 } });
  const { signal } = new AbortController();
  const timers = () =>
    process.getActiveResourcesInfo().filter(each => each === 'Timeout').length;
  const codes = new Set(['busy']);
  const before = timers();
  for (let round = 0; round < 100; round++) {
    await Promise.all(
      Array.from({ length: 10 }, (_each, index) =>
        pool
          .use(
            wanted(peer.url, { callerKey: `caller ${(round + index) % 8}` }),
            signal,
            list,
          )
          .catch(({ code }) => codes.add(code)),
      ),
    );
  }
  expect([...codes]).toEqual(['busy']);
  await pool.stop(0);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  expect(new Set(peer.ended)).toEqual(new Set(peer.opened));
  await eventually('no more timers', () => timers() <= before);
});
