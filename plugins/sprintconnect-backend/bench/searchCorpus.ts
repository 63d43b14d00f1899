import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { testContext } from '../src/__testUtils__/testContext';
import type { BenchDatabase } from './benchDatabase';
import { startBackend } from './startBackend';
import { knexDatabase } from '../src/platform';
import { CapabilityStore } from '../src/registry/CapabilityStore';
import { SearchIndexStore } from '../src/search/SearchIndexStore';
import { ServerWordStore } from '../src/search/ServerWordStore';
import { WordStore } from '../src/search/WordStore';
import { ServerMoveStore } from '../src/registry/ServerMoveStore';
import { ServerStore } from '../src/registry/ServerStore';
import { summariseObservation } from '../src/registry/summariseObservation';

/** A server with its tools, to be written. */
export interface CorpusServer {
  name: string;
  description?: string;
  tools: ({ name: string } & Record<string, unknown>)[];
}

const SERVERS_AT_ONCE = 50;

/**
 * Writes servers and their tools, and indexes them as a discovery would, without its snapshots and events. A
 * backend makes the database before that, and is not there meanwhile: on SQLite each would keep the other waiting.
 */
export async function writeCorpus(
  place: BenchDatabase,
  servers: Iterable<CorpusServer>,
): Promise<void> {
  const options = { upstreamPort: 9, roles: ['api'], database: place.config };
  await (await startBackend(options)).stop();
  const knex = place.open();
  try {
    await fill(knex, servers);
  } finally {
    await knex.destroy();
  }
}

async function fill(
  knex: Knex,
  servers: Iterable<CorpusServer>,
): Promise<void> {
  if (knex.client.config.client !== 'pg') {
    await knex.raw('PRAGMA synchronous = NORMAL');
  }
  const database = knexDatabase(knex);
  const words = new WordStore(database);
  const ctx = testContext();
  const stores = {
    servers: new ServerStore(
      database,
      new ServerMoveStore(database, { now: () => new Date() }),
    ),
    capabilities: new CapabilityStore(database),
    index: new SearchIndexStore(database, {
      words,
      serverWords: new ServerWordStore(database, words),
    }),
  };
  const at = new Date();
  const write = (batch: CorpusServer[]) =>
    database.transaction(async tx => {
      for (const each of batch) {
        const server = toServer(each, at.toISOString());
        await stores.servers.insert(tx, ctx, { server, columns: {} });
        const { capabilities } = summariseObservation({
          capabilities: each.tools.map(definition => ({
            kind: 'tool' as const,
            name: definition.name,
            definition,
          })),
        });
        await stores.capabilities.replace(tx, ctx, {
          serverId: server.id,
          at,
          capabilities,
        });
        await stores.index.refresh(tx, ctx, server);
      }
    });
  let batch: CorpusServer[] = [];
  for (const server of servers) {
    batch.push(server);
    if (batch.length === SERVERS_AT_ONCE) {
      await write(batch);
      batch = [];
    }
  }
  await write(batch);
  if (knex.client.config.client === 'pg') await knex.raw('VACUUM ANALYZE');
}

function toServer({ name, description }: CorpusServer, at: string): Server {
  return {
    id: uuid(),
    orgId: 'default',
    name,
    ...(description && { description }),
    environment: 'production',
    remotes: [{ type: 'streamable-http', url: `https://${name}.example/mcp` }],
    tags: [`team-${name.length % 7}`],
    entityRef: `api:default/${name}`,
    status: 'active',
    origin: 'api',
    counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 },
    health: { status: 'unknown' },
    snapshot: {},
    revision: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** What a plain search does: looks for the text as it stands, and sorts by name. Gives ids `server/tool`. */
export async function plainSearch(
  knex: Knex,
  { q, limit }: { q: string; limit: number },
): Promise<string[]> {
  const rows: { server: string; tool: string }[] = await knex('capabilities')
    .join('servers', 'servers.id', 'capabilities.server_id')
    .where('capabilities.org_id', 'default')
    .whereNull('removed_at')
    .whereRaw(`capabilities.search_text like ? escape '!'`, [
      `%${q.toLowerCase().replace(/[!%_]/g, '!$&')}%`,
    ])
    .orderBy('sort_name')
    .orderBy('capabilities.id')
    .limit(limit)
    .select('servers.name as server', 'capabilities.name as tool');
  return rows.map(row => `${row.server}/${row.tool}`);
}
