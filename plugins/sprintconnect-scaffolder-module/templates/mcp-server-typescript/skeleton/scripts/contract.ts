// Compares what the server offers with mcp.contract.json, on which its clients rely. With --write, accepts what it offers.
import { readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  Client,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { createServer } from '../src/server.ts';

type Lists = Record<string, { name: string }[]>;

const FILE = new URL('../mcp.contract.json', import.meta.url);

async function readOffer(): Promise<Lists> {
  const mcp = createMcpHandler(createServer);
  const client = new Client(
    { name: 'contract', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  );
  // No network: no port to be free, and no token to be had.
  await client.connect(
    new StreamableHTTPClientTransport(new URL('http://localhost/mcp'), {
      fetch: (url, init) => mcp.fetch(new Request(url, init)),
    }),
  );
  const byName = <T extends { name: string }>(list: T[]) =>
    list.sort((a, b) => (a.name < b.name ? -1 : 1));
  const { tools, resources, prompts } = client.getServerCapabilities() ?? {};
  const offer = {
    tools: tools ? byName((await client.listTools()).tools) : [],
    resources: resources
      ? byName((await client.listResources()).resources)
      : [],
    resourceTemplates: resources
      ? byName((await client.listResourceTemplates()).resourceTemplates)
      : [],
    prompts: prompts ? byName((await client.listPrompts()).prompts) : [],
  };
  await client.close();
  return offer;
}

function* changes(before: Lists, after: Lists) {
  for (const list of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = new Map(before[list]?.map(each => [each.name, each]));
    const now = new Map(after[list]?.map(each => [each.name, each]));
    for (const name of new Set([...old.keys(), ...now.keys()])) {
      if (!now.has(name)) yield `${list}: ${name} is gone`;
      else if (!old.has(name)) yield `${list}: ${name} is new`;
      else if (!isDeepStrictEqual(old.get(name), now.get(name)))
        yield `${list}: ${name} has changed`;
    }
  }
}

const offer = await readOffer();
if (process.argv.includes('--write')) {
  await writeFile(FILE, `${JSON.stringify(offer, null, 2)}\n`);
} else {
  const found = [...changes(JSON.parse(await readFile(FILE, 'utf8')), offer)];
  for (const change of found) console.error(change);
  if (found.length > 0) {
    console.error(
      'The server does not offer what mcp.contract.json says. If that is meant: npm run contract -- --write, and commit the file.',
    );
    process.exitCode = 1;
  }
}
