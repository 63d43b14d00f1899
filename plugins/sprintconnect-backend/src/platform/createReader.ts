import type { Knex } from 'knex';
import { type Database, type Dialect, outageOf } from '../ports';
import type { OutageLog } from './OutageLog';
import { inTime } from './inTime';
import { keepStatements } from './keepStatements';
import { PATIENCE } from './patience';
import { BrokenTry, untilAnswered } from './untilAnswered';

type Builder = Knex.QueryBuilder | Knex.Raw;

/**
 * A knex over the same pool whose reads outlive a restart of the database. A statement that could not be sent is sent later,
 * a SELECT that was broken off is asked again, and a write outside of a transaction is not, because it may have been done.
 *
 * @remarks
 *
 * Knex asks its client for a runner for each statement that is awaited, and transactions make clients of their own. So only
 * what runs outside of a transaction passes here. The host's knex stays as it is.
 */
export function createReader(
  knex: Knex,
  { dialect, log }: { dialect: Dialect; log: OutageLog },
): {
  reader: Knex;
  /** As {@link Database.write} says. */
  write: Database['write'];
  /** Asks the database once whether it answers. */
  ping(): Promise<void>;
} {
  const repeatable = new WeakSet<Builder>();
  const reader = knex.withUserParams(knex.userParams);
  const { client } = reader;
  const plain: Knex.Client = Object.getPrototypeOf(client);
  const isRemote = dialect.name === 'postgres';
  client.logger = quietLogger(client.logger);
  const keepsStatements = client.config.client === 'better-sqlite3';
  client.acquireConnection = async () => {
    requireOpen(client);
    if (isRemote) return acquireInTime(client, plain);
    const connection = await plain.acquireConnection.call(client);
    if (keepsStatements) keepStatements(connection);
    return connection;
  };
  client.runner = (builder: Builder) => {
    if (isRemote && 'timeout' in builder) builder.timeout(PATIENCE.statementMs);
    const attempt = async () => {
      const runner = plain.runner.call(client, builder);
      try {
        return await runner.run();
      } catch (error) {
        const wasSent = runner.connection !== undefined;
        const isRepeatable = repeatable.has(builder);
        throw new BrokenTry(error, {
          mayRepeat: !wasSent || isRepeatable || isRead(builder),
          isOutcomeUnknown: wasSent && isRepeatable && isLost(error),
        });
      }
    };
    return Object.assign(plain.runner.call(client, builder), {
      run: () => untilAnswered(log, attempt),
    });
  };
  const write: Database['write'] = async build => {
    const builder = build(reader);
    repeatable.add(builder);
    await builder;
  };
  const ping = async () => {
    const asking = plain.runner.call(client, client.raw('SELECT 1')).run();
    await inTime(asking, PATIENCE.pingMs);
  };
  return { reader, write, ping };
}

/** Knex logs the stack of each connection that is not to be had; of an outage the log is told once. */
function quietLogger(logger: { warn(message: unknown): void }) {
  return Object.assign(Object.create(logger), {
    warn(message: unknown) {
      if (!/^Acquire connection error/.test(String(message))) {
        logger.warn(message);
      }
    },
  });
}

/**
 * The host closes its knex when the backend stops. That takes the pool away from its own client only; through a copy, whoever
 * asks a closed pool would wait for a minute.
 */
function requireOpen(client: Knex.Client): void {
  const pool = client.pool as { destroyed?: boolean } | undefined;
  if (!pool || pool.destroyed) {
    throw new Error('The database was closed');
  }
}

/** A connection that comes too late goes back into the pool. */
async function acquireInTime(
  client: Knex.Client,
  plain: Knex.Client,
): Promise<unknown> {
  const acquiring: Promise<unknown> = plain.acquireConnection.call(client);
  return inTime(acquiring, PATIENCE.acquireMs, connection =>
    client.releaseConnection(connection),
  );
}

function isLost(error: unknown): boolean {
  return outageOf(error)?.isConnected === false;
}

function isRead(builder: Builder): boolean {
  const query = builder.toSQL() as Partial<Knex.Sql>;
  return typeof query.sql === 'string' && /^\s*\(?select\b/i.test(query.sql);
}
