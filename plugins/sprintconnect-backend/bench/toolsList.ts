import { once } from 'node:events';
import http from 'node:http';
import type { BenchDatabase } from './benchDatabase';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';
import { Samples } from './Samples';
import { type CorpusServer, writeCorpus } from './searchCorpus';
import { startBackend } from './startBackend';

const AGENT = new http.Agent({ keepAlive: true });
const TOOLS_OF_EACH = 20;
const LISTS = 300;
const WARM_UP = 30;
const PATH = '/api/sprintconnect/mcp';
/** As many tools as one page holds, among as many capabilities as that and ten times as many. */
const SIZES = [50, 500];
const ON_A_PAGE = 1_000;

function* servers(count: number): Generator<CorpusServer> {
  for (let at = 0; at < count; at++) {
    yield {
      name: `server-${at}`,
      tools: Array.from({ length: TOOLS_OF_EACH }, (_, nth) => ({
        name: `find_things_of_kind_${nth}`,
        title: `Find things of kind ${nth}`,
        description: 'Finds things by their names. '.repeat(8),
        inputSchema: {
          type: 'object',
          properties: {
            name: { type: 'string', description: 'A part of the name' },
            limit: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
          },
          required: ['name'],
        },
        annotations: { readOnlyHint: true },
      })),
    };
  }
}

/** How much is answered; read and not parsed, because what a client makes of it is no part of the time. */
async function bytesOf(
  { url, token }: { url: string; token: string },
  body: string,
): Promise<number> {
  const sent = http.request(url + PATH, {
    ...{ method: 'POST', agent: AGENT },
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    },
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [http.IncomingMessage];
  let bytes = 0;
  for await (const chunk of answer) bytes += chunk.length;
  return bytes;
}

async function measure(place: BenchDatabase, count: number): Promise<Result[]> {
  await writeCorpus(place, servers(count));
  const backend = await startBackend({
    ...{ upstreamPort: 9, roles: ['api'] },
    database: place.config,
  });
  try {
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
    const first = await backend.call('POST', PATH, { body });
    const listed = first.result.tools.length;
    const list = () => bytesOf(backend, JSON.stringify(body));
    if (listed !== ON_A_PAGE) throw new Error(`Listed ${listed} tools`);
    for (let n = 0; n < WARM_UP; n++) await list();
    const samples = new Samples();
    const before = process.cpuUsage();
    for (let n = 0; n < LISTS; n++) await samples.time(list);
    const { user, system } = process.cpuUsage(before);
    const among = `${count * TOOLS_OF_EACH} (${place.client})`;
    return [
      {
        what: `tools/list of ${ON_A_PAGE} tools among ${among}, p95`,
        measured: samples.quantile(0.95),
        unit: 'ms',
        goal: { atMost: 20 },
      },
      {
        what: `tools/list of ${ON_A_PAGE} tools among ${among}, processor time, reading it included`,
        measured: (user + system) / 1_000 / LISTS,
        unit: 'ms',
        goal: { atMost: 20 },
      },
    ];
  } finally {
    await backend.stop();
  }
}

/** The list of tools at the MCP endpoint of all servers, over HTTP, for a caller who may use everything. */
export async function toolsList(): Promise<Result[]> {
  const results: Result[] = [];
  for (const count of SIZES) {
    results.push(...(await onEachDatabase(place => measure(place, count))));
  }
  return results;
}
