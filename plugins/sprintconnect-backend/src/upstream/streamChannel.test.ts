import {
  closeLater,
  closePeers,
  EVERYTHING,
  startEverything,
} from './__testUtils__/peers';
import {
  failureOf,
  openUpstream,
  patient,
  sse,
  stdio,
} from './__testUtils__/openUpstream';
import { serveSse } from './__testUtils__/serveSse';
import type { ChannelHandling } from './UpstreamChannel';

afterEach(closePeers);

const handling = (more: Partial<ChannelHandling> = {}): ChannelHandling => ({
  signal: patient(),
  timeoutMs: 60_000,
  clientCapabilities: {},
  resultBytesMax: 1_000_000,
  ...more,
});
const echo = (message: string) => ({
  method: 'tools/call',
  params: { name: 'echo', arguments: { message } },
});

/** A process that answers by hand: exact numbers, another id first, and the answer twice. */
const BY_HAND = `
  require('node:readline').createInterface({ input: process.stdin }).on('line', line => {
    const { id, method } = JSON.parse(line);
    const say = (text, as = id) => console.log('{"jsonrpc":"2.0","id":' + as + ',' + text + '}');
    if (method === 'initialize')
      return say('"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"x","version":"1"}}');
    if (method === 'die') process.exit(3);
    if (method === 'server/discover') return say('"error":{"code":-32601,"message":"no"}');
    if (method !== 'tools/call') return;
    console.log('no JSON');
    say('"result":{"n":1}', 5);
    say('"result":{"n":12345678901234567890}');
    say('"result":{"n":3}');
  });`;

async function open(remote: ReturnType<typeof sse>) {
  const { upstream } = openUpstream({
    connectTimeoutMs: 30_000,
    requestTimeoutMs: 30_000,
    stdio: {
      everything: { command: process.execPath, args: [EVERYTHING, 'stdio'] },
      'by-hand': { command: process.execPath, args: ['-e', BY_HAND] },
    },
  });
  const target = {
    orgId: 'default',
    serverId: 'id',
    environment: 'development',
    remotes: [remote],
  };
  const channel = await upstream.openChannel(target, {
    signal: patient(),
    clientCapabilities: {},
  });
  closeLater(() => channel.close());
  return channel;
}

it('calls a real process', async () => {
  const channel = await open(stdio('everything'));
  const answers = await Promise.all(
    ['a', 'b'].map(each => channel.request(echo(each), handling())),
  );
  expect(answers).toMatchObject(
    ['a', 'b'].map(each => ({
      result: { content: [{ text: `Echo: ${each}` }] },
    })),
  );
});

it('calls a real server over HTTP+SSE', async () => {
  const channel = await open(sse((await startEverything('sse')).url));
  expect(await channel.request(echo('a'), handling())).toMatchObject({
    result: { content: [{ text: 'Echo: a' }] },
  });
});

it('loses no digit of a process, and takes the first answer with the id', async () => {
  const channel = await open(stdio('by-hand'));
  const answer = await channel.request(echo('a'), handling());
  expect(JSON.stringify('result' in answer && answer.result)).toBe(
    '{"n":12345678901234567890}',
  );
});

it('says of a process that died during a request what it knows', async () => {
  const channel = await open(stdio('by-hand'));
  const asked = channel.request({ method: 'die', params: {} }, handling());
  expect(await failureOf(asked)).toMatchObject({
    code: 'refused',
    neverRan: false,
  });
  const next = await failureOf(channel.request(echo('a'), handling()));
  expect(next).toMatchObject({ code: 'refused', neverRan: true });
});

it('bounds a result over HTTP+SSE', async () => {
  const peer = await serveSse({ streamAt: '/sse', endpoint: '/messages' });
  const channel = await open(sse(peer.url));
  const list = { method: 'tools/list', params: {} };
  const failure = await failureOf(
    channel.request(list, handling({ resultBytesMax: 50 })),
  );
  expect(failure.code).toBe('too-large');
  expect(await channel.request(list, handling())).toHaveProperty(
    'result.tools',
  );
});
