import type { BenchDatabase } from '../benchDatabase';
import { type CorpusServer, writeCorpus } from '../searchCorpus';
import { startDoor } from './startDoor';

const TOOLS_OF_EACH = 20;
const PATIENCE_MS = 60_000;
/** The server whose list is long. */
export const LONG = { name: 'long', environment: 'production', tools: 1_000 };
/** The server that is called. */
export const CALLED = { name: 'called', environment: 'production' };

const toolOf = (index: number) => ({
  name: `tool_${index}`,
  description: `Tool ${index}: answers a question about a place and a day.`,
  inputSchema: {
    type: 'object',
    properties: {
      place: { type: 'string', description: 'Name of the place' },
      day: { type: 'string', format: 'date' },
    },
    required: ['place'],
  },
  annotations: { readOnlyHint: true },
});

function* serversOf(count: number): Generator<CorpusServer> {
  for (let index = 0; index < count; index++) {
    yield {
      name: `server-${index}`,
      tools: Array.from({ length: TOOLS_OF_EACH }, (_, tool) => toolOf(tool)),
    };
  }
  yield {
    name: LONG.name,
    tools: Array.from({ length: LONG.tools }, (_, tool) => toolOf(tool)),
  };
}

/** Fills a database with so many servers beside the one that is called, discovers that, and answers a key that may use all of them. */
export async function prepareDoor(
  database: BenchDatabase,
  { servers, upstream }: { servers: number; upstream: string },
): Promise<string> {
  await writeCorpus(database, serversOf(servers));
  const door = await startDoor(database, ['api', 'worker', 'scheduler']);
  try {
    const { id } = await door.rest('/v1/servers', {
      ...CALLED,
      remotes: [{ type: 'streamable-http', url: upstream }],
    });
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const { snapshot } = await door.rest(`/v1/servers/${id}`);
      if (snapshot?.current) break;
      if (performance.now() > deadline) throw new Error('Not discovered');
      await new Promise(done => setTimeout(done, 100));
    }
    const { secret } = await door.rest('/v1/api-keys', {
      name: 'bench',
      scopes: [
        'mcp:servers:read',
        'mcp:capabilities:read',
        'mcp:capabilities:use',
      ],
    });
    return secret;
  } finally {
    await door.stop();
  }
}
