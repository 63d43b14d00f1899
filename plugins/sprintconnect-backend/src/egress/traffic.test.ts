import { eventually } from '../__testUtils__';
import { egressWith, failureOf, hello, serve } from './__testUtils__/loopback';
import { Turnstile } from './Turnstile';

const TARGET = { orgId: 'acme', environment: 'production' };

describe('what an organisation may have at once', () => {
  it('are so many connections to a host, and more when they have ended', async () => {
    const { url } = await serve((_req, res) => void res.write('begun'));
    const other = await serve(hello);
    const egress = egressWith({ traffic: { connectionsPerHost: 2 } });
    const fetch = egress.for(TARGET).fetch();
    const [first] = [await fetch(url), await fetch(url)];
    const error = await failureOf(fetch(url));
    expect(error.code).toBe('limited');
    expect(error.message).toContain('egress.limits.connectionsPerHost');
    expect((await fetch(other.url)).status).toBe(200);
    const elsewhere = egress.for({ ...TARGET, orgId: 'globex' }).fetch();
    expect((await elsewhere(url)).status).toBe(200);
    await first.body!.cancel();
    await eventually('room for another', () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    );
  });

  it('are so many connections in all environments together', async () => {
    const [one, two] = [
      await serve((_req, res) => void res.write('begun')),
      await serve(hello),
    ];
    const egress = egressWith({ traffic: { connectionsPerOrganisation: 1 } });
    await egress.for(TARGET).fetch()(one.url);
    const there = egress.for({ ...TARGET, environment: 'staging' });
    expect((await failureOf(there.fetch()(two.url))).code).toBe('limited');
    expect(two.seen.connections).toBe(0);
    // What the configuration names is no organisation's.
    expect((await egress.fetch()(two.url)).status).toBe(200);
  });

  it('lets go of a connection that could not be made', async () => {
    const egress = egressWith({ traffic: { connectionsPerHost: 1 } });
    const fetch = egress.for(TARGET).fetch();
    for (let at = 0; at < 3; at++) {
      const error = await failureOf(fetch('http://127.0.0.1:1/'));
      expect(error.code).toBe('port-not-allowed');
    }
    for (let at = 0; at < 3; at++) {
      const error = await failureOf(fetch('http://127.0.0.1:65535/'));
      expect(error.code).toBe('connection-failed');
    }
  });
});

it('requests are counted by the minute, for a host and for all', async () => {
  const [one, two] = [await serve(hello), await serve(hello)];
  const egress = egressWith({
    traffic: {
      requestsPerMinutePerHost: 2,
      requestsPerMinutePerOrganisation: 3,
    },
  });
  const fetch = egress.for(TARGET).fetch();
  await fetch(one.url);
  await fetch(one.url);
  const host = await failureOf(fetch(one.url));
  expect(host.message).toContain('requestsPerMinutePerHost');
  await fetch(two.url);
  const all = await failureOf(fetch(two.url));
  expect([all.code, all.message]).toEqual([
    'limited',
    expect.stringContaining('requestsPerMinutePerOrganisation'),
  ]);
  expect(one.seen.requests.length + two.seen.requests.length).toBe(3);
});

it('leaving twice is leaving once', () => {
  const turnstile = new Turnstile({ connectionsPerHost: 1 });
  const leave = turnstile.enter('a');
  leave();
  leave();
  turnstile.enter('a');
  expect(() => turnstile.enter('a')).toThrow('connectionsPerHost');
});
