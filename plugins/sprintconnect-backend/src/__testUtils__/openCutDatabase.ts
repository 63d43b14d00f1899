import knexFactory from 'knex';
import { knexDatabase } from '../platform';
import { closedAfterTest } from './closedAfterTest';
import { openTestDatabase } from './openTestDatabase';
import { startCuttingProxy } from './startCuttingProxy';

/** A PostgreSQL behind a proxy that cuts connections; `direct` goes past it, and `lines` are what the log was told. */
export async function openCutDatabase() {
  const direct = await openTestDatabase({ id: 'POSTGRES_15' });
  const { connection } = direct.reader.client.config;
  // Knex hides the password, so that a copy would lose it.
  const { host, port, password } = connection;
  const target = { host, port: Number(port) };
  const proxy = closedAfterTest(await startCuttingProxy(target));
  const knex = knexFactory({
    client: 'pg',
    connection: {
      ...{ ...connection, password },
      ...{ host: '127.0.0.1', port: proxy.port },
    },
    pool: { min: 0, max: 2 },
  });
  closedAfterTest({ close: () => knex.destroy() });
  const lines: string[] = [];
  const note = (line: string) => lines.push(line);
  const database = knexDatabase(knex, { info: note, warn: note });
  return { proxy, database, direct, lines };
}
