import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Config } from '@backstage/config';
import type { Knex } from 'knex';
import { auditCommand, openAuditKeys } from './audit';
import { readSettings } from './config';
import { knexDatabase, systemClock } from './platform';

/**
 * The command `sprintconnect-audit`, for who starts it with the configuration and the database of a deployment.
 * Gives the exit code: 0 when every chain is whole, 1 when one is not, 2 when it could not be checked.
 *
 * @public
 */
export function runAuditCommand(options: {
  /** Words after the name of the command. */
  args: readonly string[];
  /** The configuration of the deployment. */
  config: () => Promise<Config>;
  /** The database of the plugin `sprintconnect`. */
  database: (config: Config) => Promise<Knex>;
  /** Takes what is said. */
  write: (text: string) => void;
}): Promise<0 | 1 | 2> {
  const { args, config, database, write } = options;
  return auditCommand({
    args,
    write,
    readFile: path => createInterface({ input: createReadStream(path) }),
    async open() {
      const read = await config();
      const opened = knexDatabase(await database(read));
      const { audit } = readSettings(read);
      return {
        database: opened,
        keys: () => openAuditKeys(opened, audit, systemClock),
      };
    },
  });
}
