import { closedAfterTest } from './__testUtils__/closedAfterTest';
import { fixedClock, testContext } from './__testUtils__';
import { testServer } from './discovery/testServer';
import { createEgress } from './egress';
import {
  forgedDestinations,
  hostileResolve,
  startWitness,
} from './egress/__testUtils__/forgedDestinations';
import { createKeySet } from './identity/tokens/createKeySet';
import { openRegistry } from './registry/__testUtils__/openRegistry';
import { createUpstream, upstreamSettingsSchema } from './upstream';

const signal = new AbortController().signal;

/** What is reached by one URL, with a resolver of its own. */
function reaching(url: string, options: { answersLate?: boolean } = {}) {
  const egress = closedAfterTest(
    createEgress({ allow: [], resolve: hostileResolve(options) }),
  );
  const upstream = createUpstream({
    egress,
    clock: fixedClock(),
    settings: upstreamSettingsSchema.parse({ connectTimeoutMs: 5_000 }),
    environment: {},
  });
  const target = {
    ...{ orgId: 'acme', serverId: 'forged', environment: 'production' },
    remotes: [{ type: 'streamable-http' as const, url }],
  };
  return { egress, upstream, target };
}

const failed = (work: Promise<unknown>) =>
  work.then(
    () => false,
    () => true,
  );

describe.each([false, true])(
  'forged URLs (rebound before: %s)',
  answersLate => {
    it.each<[string, (url: string) => Promise<boolean>]>([
      [
        'a discovery',
        url => {
          const { upstream, target } = reaching(url, { answersLate });
          return failed(upstream.connect(target, signal));
        },
      ],
      [
        'a discovery over SSE',
        url => {
          const { upstream, target } = reaching(url, { answersLate });
          const remotes = [{ type: 'sse' as const, url }];
          return failed(upstream.connect({ ...target, remotes }, signal));
        },
      ],
      [
        'a probe',
        url => {
          const { upstream, target } = reaching(url, { answersLate });
          return failed(upstream.probe(target, { signal, timeoutMs: 5_000 }));
        },
      ],
      [
        'a call',
        url => {
          const { upstream, target } = reaching(url, { answersLate });
          const opening = { signal, clientCapabilities: {} };
          return failed(upstream.openChannel(target, opening));
        },
      ],
      [
        'a connection test',
        async url => {
          const { upstream, target } = reaching(url, { answersLate });
          const outcome = await testServer(testContext(), target, {
            ...{ upstream, signal },
            timeoutMs: 5_000,
          }).catch(() => ({ no: true }));
          return 'no' in outcome;
        },
      ],
      [
        'keys of an issuer',
        url => {
          const { egress } = reaching(url, { answersLate });
          const keys = createKeySet({
            issuer: { issuer: 'https://issuer.example', jwksUrl: url },
            fetch: egress.fetch(),
            clock: fixedClock(),
          });
          return failed(
            Promise.resolve(keys({ alg: 'RS256' }, undefined as never)),
          );
        },
      ],
      [
        'metadata of an issuer',
        url => {
          const { egress } = reaching(url, { answersLate });
          const keys = createKeySet({
            issuer: { issuer: url },
            fetch: egress.fetch(),
            clock: fixedClock(),
          });
          return failed(
            Promise.resolve(keys({ alg: 'RS256' }, undefined as never)),
          );
        },
      ],
    ])('lead %s nowhere', async (_what, reach) => {
      const { port, seen } = await startWitness();
      const reached: string[] = [];
      for (const { what, url } of forgedDestinations(port)) {
        if (!(await reach(url))) reached.push(what);
      }
      expect(reached).toEqual([]);
      expect(seen.connections).toBe(0);
    });
  },
);

it('are not registered, and nothing is written, unless only the dial can know', async () => {
  const { port, seen } = await startWitness();
  const clean = closedAfterTest(
    createEgress({ allow: [], resolve: hostileResolve() }),
  );
  const { service, database, ctx } = await openRegistry({
    plumbing: { egress: clean },
  });
  const registered: string[] = [];
  let count = 0;
  for (const { what, url, seen: when } of forgedDestinations(port)) {
    const isUnknown =
      URL.canParse(url) && /(example|\.\.)$/.test(new URL(url).hostname);
    if (when === 'late' || isUnknown) continue;
    count += 1;
    await service
      .registerServer(ctx, {
        body: {
          name: `forged-${count}`,
          environment: 'production',
          remotes: [{ type: 'streamable-http', url }],
        },
      })
      .then(
        () => registered.push(what),
        error => expect(error).toMatchObject({ status: 400 }),
      );
  }
  expect(registered).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(250);
  for (const table of ['servers', 'jobs', 'outbox_events', 'audit_entries']) {
    expect([table, await database.reader(table)]).toEqual([table, []]);
  }
  expect(seen.connections).toBe(0);
});
