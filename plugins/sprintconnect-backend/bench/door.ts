import {
  type BenchClient,
  benchClients,
  newBenchDatabase,
} from './benchDatabase';
import { inBlocks, type Measured, type Way } from './door/blocks';
import { peerNames, startPeer } from './door/peers';
import { modernCaller } from './door/postingCaller';
import { CALLED, LONG } from './door/prepareDoor';
import { type Upstream, withDoor, withUpstream } from './door/withDoor';
import type { Result } from './Result';
import { Samples } from './Samples';

/** Fewer say less and end sooner: BENCH_BLOCKS. */
const BLOCKS = Number(process.env.BENCH_BLOCKS ?? 10);
const ALONE = { blocks: BLOCKS, calls: 200, inFlight: 1 };
const TOGETHER = { blocks: BLOCKS, calls: 1_000, inFlight: 10 };
const LISTS = 20 * BLOCKS;
/** Each has 20 tools. */
const MANY_SERVERS = 500;

/** What was seen of the door on one database, with so many servers beside the one that is called. */
interface Seen {
  alone: Record<'direct' | 'door', Measured>;
  together: Record<'direct' | 'door', Measured>;
  lists: Samples;
}

async function look(
  client: BenchClient,
  servers: number,
  upstream: Upstream,
): Promise<Seen> {
  const database = await newBenchDatabase(client);
  try {
    return await withDoor(database, { servers, upstream }, async through => {
      const direct = modernCaller({ url: upstream.url, tool: 'weather' });
      const ways = {
        direct: { caller: direct, pid: upstream.pid },
        door: { caller: through.callerOf(CALLED), pid: through.pid },
      };
      const alone = await inBlocks(ways, ALONE);
      const together = await inBlocks(ways, TOGETHER);
      await direct.close();
      const long = through.callerOf(LONG);
      const lists = new Samples();
      await long.list();
      for (let list = 0; list < LISTS; list++) {
        const length = await lists.time(() => long.list());
        if (length !== LONG.tools) throw new Error(`${length} tools listed`);
      }
      return { alone, together, lists };
    });
  } finally {
    await database.remove();
  }
}

function resultsOf(
  client: BenchClient,
  { alone, together, lists }: Seen,
): Result[] {
  const p50 = ({ samples }: Measured) => samples.quantile(0.5);
  const p95 = ({ samples }: Measured) => samples.quantile(0.95);
  return [
    {
      what: `call by MCP, one at a time, p50 added (${client})`,
      measured: p50(alone.door) - p50(alone.direct),
      unit: 'ms',
      baseline: { what: 'called directly', value: p50(alone.direct) },
      goal: { atMost: 2 },
    },
    {
      what: `call by MCP, one at a time, p95 added (${client})`,
      measured: p95(alone.door) - p95(alone.direct),
      unit: 'ms',
      baseline: { what: 'called directly', value: p95(alone.direct) },
      goal: { atMost: 5 },
    },
    {
      what: `calls by MCP, ten at once (${client})`,
      measured: together.door.callsPerSecond,
      unit: 'requests/s',
      baseline: {
        what: 'called directly',
        value: together.direct.callsPerSecond,
      },
      goal: { atLeast: 700 },
    },
    {
      what: `call by MCP, ten at once: processor time of the door (${client})`,
      measured: together.door.cpuMsPerCall,
      unit: 'ms',
      baseline: { what: 'of the server', value: together.direct.cpuMsPerCall },
      goal: { atMost: 1.4 },
    },
    {
      what: `tools/list of ${LONG.tools} tools, p95 (${client})`,
      measured: lists.quantile(0.95),
      unit: 'ms',
      goal: { atMost: 20 },
    },
  ];
}

/** What others do with the same server, one after another in this run. No goals: theirs are not ours. */
async function lookAtPeers(upstream: Upstream): Promise<Result[]> {
  const bin = process.env.SPRINTCONNECT_BENCH_PEERS;
  const results: Result[] = [];
  for (const name of peerNames(bin)) {
    try {
      const peer = await startPeer(name, { bin: bin!, upstream: upstream.url });
      try {
        results.push(...(await resultsOfPeer(name, peer)));
      } finally {
        await peer.caller.close();
        await peer.stop();
      }
    } catch (error) {
      process.stderr.write(
        `SKIPPED ${name}, which could not be measured: ${error}\n`,
      );
    }
  }
  return results;
}

async function resultsOfPeer(name: string, peer: Way): Promise<Result[]> {
  const { alone } = await inBlocks({ alone: peer }, ALONE);
  const { together } = await inBlocks({ together: peer }, TOGETHER);
  return [
    {
      what: `${name}: call, one at a time, p50`,
      measured: alone.samples.quantile(0.5),
      unit: 'ms',
    },
    {
      what: `${name}: calls, ten at once`,
      measured: together.callsPerSecond,
      unit: 'requests/s',
    },
    {
      what: `${name}: call, ten at once: processor time`,
      measured: together.cpuMsPerCall,
      unit: 'ms',
    },
  ];
}

/** What a call costs that goes through the MCP endpoint of a server, beside one that goes to the server, with everything on. */
export function door(): Promise<Result[]> {
  return withUpstream(async upstream => {
    const results: Result[] = [];
    for (const client of benchClients) {
      const few = await look(client, 0, upstream);
      const many = await look(client, MANY_SERVERS, upstream);
      results.push(...resultsOf(client, few), {
        what: `the same processor time with ${MANY_SERVERS} servers (${client})`,
        measured:
          many.together.door.cpuMsPerCall / few.together.door.cpuMsPerCall,
        unit: 'times',
        goal: { atMost: 1.1 },
      });
    }
    return [...results, ...(await lookAtPeers(upstream))];
  });
}
