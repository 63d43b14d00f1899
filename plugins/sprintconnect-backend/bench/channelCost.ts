import {
  Client,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { createEgress } from '../src/egress';
import { createUpstream, upstreamSettingsSchema } from '../src/upstream';
import { forkPorts } from './forkPorts';
import type { Result } from './Result';

const WARM_UP = 1_000;
const BLOCKS = 8;
const CALLS = 1_000;
const CONCURRENCY = 10;
const WEATHER = { name: 'weather', arguments: { place: 'Berlin' } };

/** Processor time of this process for one call of a tool, by the channel and by the client of the SDK, in alternating blocks. */
export async function channelCost(): Promise<Result[]> {
  const { ports, stop } = await forkPorts('fastFixture.ts');
  const url = `http://127.0.0.1:${ports[0]}/mcp`;
  const egress = createEgress({ allow: [{ host: '127.0.0.1' }] });
  const upstream = createUpstream({
    egress,
    clock: { now: () => new Date() },
    environment: {},
    settings: upstreamSettingsSchema.parse({}),
  });
  const { signal } = new AbortController();
  const channel = await upstream.openChannel(
    {
      orgId: 'default',
      serverId: 'bench',
      environment: 'development',
      remotes: [{ type: 'streamable-http', url }],
    },
    { signal, clientCapabilities: {} },
  );
  const client = new Client(
    { name: 'bench', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  const ways = {
    channel: () =>
      channel.request(
        { method: 'tools/call', params: WEATHER },
        {
          signal,
          timeoutMs: 60_000,
          clientCapabilities: {},
          resultBytesMax: 1024 * 1024,
        },
      ),
    sdk: () => client.callTool(WEATHER),
  };
  try {
    const cost = { channel: 0, sdk: 0 };
    for (const way of [ways.channel, ways.sdk]) await cpuMsOf(way, WARM_UP);
    for (let block = 0; block < BLOCKS; block++) {
      cost.channel += await cpuMsOf(ways.channel, CALLS);
      cost.sdk += await cpuMsOf(ways.sdk, CALLS);
    }
    const perCall = (ms: number) => ms / (BLOCKS * CALLS);
    return [
      {
        what: 'call of a tool by the channel: processor time',
        measured: perCall(cost.channel),
        unit: 'ms',
        baseline: { what: 'client of the SDK', value: perCall(cost.sdk) },
        goal: { atMost: 0.35 },
      },
    ];
  } finally {
    await channel.close();
    await client.close();
    await egress.close();
    stop();
  }
}

async function cpuMsOf(call: () => Promise<unknown>, calls: number) {
  const before = process.cpuUsage();
  let left = calls;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (left-- > 0) await call();
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
