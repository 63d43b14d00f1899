import { closePeers, serveRaw } from './__testUtils__/peers';
import {
  failureOf,
  http,
  openUpstream,
  patient,
} from './__testUtils__/openUpstream';

afterEach(closePeers);

const WAKES_AFTER_MS = 1_500;

/** A server that sleeps until it is asked, and then needs a while. */
function serveSleepy() {
  let awake: Promise<void> | undefined;
  return serveRaw(async (_req, res, { id, method }) => {
    awake ??= new Promise(resolve => setTimeout(resolve, WAKES_AFTER_MS));
    await awake;
    if (id === undefined) {
      res.writeHead(202).end();
      return;
    }
    const result = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      serverInfo: { name: 'sleepy', version: '1' },
    };
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    if (method === 'server/discover') awake = undefined;
  });
}

describe('the time that a server has to be connected to', () => {
  const target = {
    orgId: 'default',
    serverId: 'id',
    environment: 'development',
  };
  const prior = {
    era: 'legacy' as const,
    protocolVersion: '2025-11-25',
    at: new Date('2026-11-22T12:00:00.000Z'),
  };

  it('is that of the settings, or its own', async () => {
    const limits = { connectTimeoutMs: 600, requestTimeoutMs: 600 };
    const { upstream } = openUpstream(limits);
    const asleep = await serveSleepy();
    const remotes = [http(asleep.url)];
    const failure = await failureOf(
      upstream.connect({ ...target, remotes, prior }, patient()),
    );
    expect(failure.code).toBe('timeout');

    const waking = await serveSleepy();
    const connection = await upstream.connect(
      {
        ...target,
        remotes: [http(waking.url)],
        prior,
        connectTimeoutMs: 20_000,
      },
      patient(),
    );
    expect(connection.serverInfo?.name).toBe('sleepy');
    await connection.close();
  });
});
