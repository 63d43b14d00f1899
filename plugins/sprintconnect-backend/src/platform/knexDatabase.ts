import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { DatabaseUnavailableError, outageOf, type Database } from '../ports';
import { createReader } from './createReader';
import { dialectOf } from './dialectOf';
import { OutageLog } from './OutageLog';
import { runTransaction } from './runTransaction';
import { untilAnswered } from './untilAnswered';

/** The plugin's database over a knex client whose migrations have run. The logger is told of outages. */
export function knexDatabase(
  knex: Knex,
  logger?: Pick<LoggerService, 'info' | 'warn'>,
): Database {
  const dialect = dialectOf(knex);
  const log = new OutageLog(logger);
  const { reader, write, ping } = createReader(knex, { dialect, log });
  return {
    reader,
    dialect,
    write,
    transaction: (run, { isRepeatable = false } = {}) =>
      untilAnswered(log, () =>
        runTransaction(reader, dialect, { run, isRepeatable }),
      ),
    async ping() {
      try {
        await ping();
      } catch (cause) {
        const reason = outageOf(cause)?.reason ?? 'it cannot be asked';
        throw new DatabaseUnavailableError(reason, { cause });
      }
    },
  };
}
