import { startNameServer } from '../egress/__testUtils__/nameServer';
import { closePeers, serveModern } from './__testUtils__/peers';
import {
  countsOf,
  failureOf,
  http,
  openUpstream,
} from './__testUtils__/openUpstream';

afterEach(closePeers);

it('50 servers whose name server is silent delay no discovery and no probe of others', async () => {
  const { resolve } = await startNameServer(name =>
    name === 'good.example' ? ['127.0.0.1'] : 'silent',
  );
  const { port } = await serveModern();
  const { connect, probe } = openUpstream(
    {},
    { resolve, allow: [{ host: 'good.example' }] },
  );
  let ended = 0;
  const silent = Array.from({ length: 50 }, async (_, index) => {
    const remotes = [http(`http://mute-${index}.example/mcp`)];
    const failure = await failureOf(
      index % 2 ? probe(remotes, { timeoutMs: 10_000 }) : connect(remotes),
    );
    ended += 1;
    return failure;
  });
  const good = [http(`http://good.example:${port}/mcp`)];
  expect(await countsOf(await connect(good))).toMatchObject({ tool: 20 });
  await probe(good);
  expect(ended).toBe(0);
  for (const { code, message } of await Promise.all(silent)) {
    expect(code).toBe('dns');
    expect(message).toContain("the DNS server didn't respond");
  }
});
