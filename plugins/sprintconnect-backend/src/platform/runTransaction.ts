import type { Knex } from 'knex';
import { type Dialect, outageOf, type Tx } from '../ports';
import { StatementLimit } from './StatementLimit';
import { BrokenTry } from './untilAnswered';

/** One transaction to be tried. */
export interface Work<T> {
  run(tx: Tx): Promise<T>;
  /** Whether it may be tried again when nobody knows whether it was committed. */
  isRepeatable: boolean;
}

/**
 * One try at a transaction. Until COMMIT is sent, an outage has rolled everything back, and the try may be repeated. When
 * the connection breaks during COMMIT nobody knows, and only work that bears it is repeated.
 *
 * @throws BrokenTry with whatever went wrong.
 */
export async function runTransaction<T>(
  reader: Knex,
  dialect: Dialect,
  work: Work<T>,
): Promise<T> {
  const connection = await reader.client
    .acquireConnection()
    .catch((cause: unknown) => {
      throw new BrokenTry(cause, { mayRepeat: true });
    });
  const limit = new StatementLimit(connection, dialect);
  let failure: { error: unknown } | undefined;
  let isCommitting = false;
  try {
    limit.begin();
    return await reader.transaction(
      async tx => {
        limit.end();
        // Knex calls this when BEGIN has failed, too, and rejects by itself then.
        if (tx.isCompleted()) throw new Error('BEGIN has failed');
        limitStatements(tx, limit);
        try {
          if (dialect.name === 'sqlite') await takeWriteLock(tx);
          const result = await work.run(tx);
          isCommitting = true;
          return result;
        } catch (error) {
          // On a broken connection ROLLBACK fails, too, and knex would give that error instead.
          failure = { error };
          throw error;
        }
      },
      { connection },
    );
  } catch (thrown) {
    const cause = failure ? failure.error : thrown;
    const isLost = outageOf(cause)?.isConnected === false;
    if (isLost) limit.disconnect();
    const isOutcomeUnknown = isLost && isCommitting;
    const mayRepeat = !isOutcomeUnknown || work.isRepeatable;
    throw new BrokenTry(cause, { mayRepeat, isOutcomeUnknown });
  } finally {
    limit.end();
    delete connection.__knexTxId;
    reader.client.releaseConnection(connection);
  }
}

/**
 * Knex opens SQLite transactions as deferred ones. Such a transaction that reads first and writes later fails at once
 * when another process wrote in between. A statement that writes nothing takes the lock up front,
 * where the busy timeout still applies.
 */
async function takeWriteLock(tx: Tx): Promise<void> {
  await tx.raw('UPDATE knex_migrations_lock SET is_locked = is_locked WHERE 0');
}

/** Also COMMIT and ROLLBACK, which knex sends through the same client. */
function limitStatements(tx: Tx, limit: StatementLimit): void {
  const { client } = tx;
  const query = client.query;
  client.query = async (...statement: unknown[]) => {
    limit.begin();
    try {
      return await query.apply(client, statement);
    } finally {
      limit.end();
    }
  };
}
