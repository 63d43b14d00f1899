import { failureOf, serve } from './__testUtils__/loopback';
import {
  forgedDestinations,
  hostileResolve,
  startWitness,
} from './__testUtils__/forgedDestinations';
import { closedAfterTest } from '../__testUtils__/closedAfterTest';
import { createEgress, type EgressOptions } from './createEgress';
import { EgressError } from '../ports';

const REFUSALS = [
  'scheme-not-allowed',
  'port-not-allowed',
  'address-not-allowed',
];

const open = (options: Partial<EgressOptions> = {}) =>
  closedAfterTest(
    createEgress({ allow: [], resolve: hostileResolve(), ...options }),
  );

it('are 250 at least, and no two of them one', () => {
  const all = forgedDestinations(4711);
  expect(all.length).toBeGreaterThanOrEqual(250);
  expect(new Set(all.map(({ url }) => url)).size).toBe(all.length);
  // Where a way leads to this machine, it leads to the witness.
  expect(
    all.filter(({ url }) => url.includes('127.0.0.1') && !url.includes('4711')),
  ).toEqual([]);
});

it('reach nobody, whether or not they were checked before', async () => {
  const { port, seen } = await startWitness();
  const passed: string[] = [];
  for (const answersLate of [false, true]) {
    for (const { what, url } of forgedDestinations(port)) {
      const egress = open({ resolve: hostileResolve({ answersLate }) });
      const way = egress.for({ orgId: 'acme', environment: 'production' });
      if (!answersLate) await way.refusalOf(url);
      const error: unknown = await way
        .fetch({ headersTimeoutMs: 2_000 })(url)
        .then(
          () => undefined,
          each => each,
        );
      // What is no URL leads nowhere, and is told so before it is anybody's request.
      const isRefused = URL.canParse(url)
        ? error instanceof EgressError
        : error !== undefined;
      if (!isRefused) passed.push(what);
      await egress.close();
    }
  }
  expect(passed).toEqual([]);
  expect(seen.connections).toBe(0);
});

it('are refused when they are registered, unless only the dial can know', async () => {
  const { port, seen } = await startWitness();
  const passed: string[] = [];
  for (const { what, url, seen: when } of forgedDestinations(port)) {
    const refusal = await open().refusalOf(url);
    // A name that has no address is let pass: it may have one tomorrow, and is judged then.
    const isUnknown =
      URL.canParse(url) &&
      (/example$/.test(new URL(url).hostname) || url.includes('..'));
    if (when !== 'late' && refusal === undefined && !isUnknown) {
      passed.push(what);
    }
  }
  expect(passed).toEqual([]);
  expect(seen.connections).toBe(0);
});

it('are refused as what they are, and not because nobody answers', async () => {
  const { port } = await startWitness();
  const others: string[] = [];
  for (const { what, url } of forgedDestinations(port)) {
    if (!URL.canParse(url)) continue;
    const { code } = await failureOf(
      open({ resolve: hostileResolve({ answersLate: true }) }).fetch()(url),
    );
    // What only looks like an address is a name that nobody has.
    const isNobodys = url.includes('..') && code === 'name-not-resolved';
    if (!REFUSALS.includes(code) && !isNobodys) others.push(`${what}: ${code}`);
  }
  expect(others).toEqual([]);
});

it('are not followed to when a server that is allowed redirects there', async () => {
  const { port, seen } = await startWitness();
  const passed: string[] = [];
  const targets = forgedDestinations(port).map(({ url }) => url);
  const server = await serve((req, res) => {
    const index = Number(req.url!.slice(1));
    // One that leads back here was followed, which is allowed.
    if (!(index in targets)) {
      res.end();
      return;
    }
    res
      .writeHead(index % 2 ? 307 : 302, {
        location: encodeURI(targets[index].trim().replaceAll(/[\r\n\t]/g, '')),
      })
      .end();
  });
  const egress = open({
    allow: [{ host: '127.0.0.1', ports: [server.port] }],
  });
  for (const index of targets.keys()) {
    // An answer is of this server: what is no URL, or leads back here.
    const error: unknown = await egress
      .fetch()(`${server.url}${index}`)
      .then(
        () => undefined,
        each => each,
      );
    if (error !== undefined && !(error instanceof EgressError)) {
      passed.push(targets[index]);
    }
  }
  expect(passed).toEqual([]);
  expect(seen.connections).toBe(0);
});
