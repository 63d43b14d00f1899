import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock, Database, SecretVault, SliceWith } from '../ports';
import { createSecretVault } from './createSecretVault';
import { openKeyRing } from './openKeyRing';
import { openOwnKeyRing } from './ownKey';
import { requireKeys } from './requireKeys';
import type { KeyRing } from './sealing/KeyRing';
import type { SecretSettings } from './SecretSettings';
import { SecretStore } from './SecretStore';

export interface SecretOptions {
  database: Database;
  clock: Clock;
  logger: Pick<LoggerService, 'warn'>;
  settings: SecretSettings;
  /** In production there must be keys in the configuration. */
  isProduction: boolean;
  /** Where a database that is a file is. */
  databaseFolder?: string;
}

export interface Secrets extends SliceWith<'start'> {
  vault: SecretVault;
}

/** The whole slice over the plugin's database. Throws InputError where the keys of the configuration are not right. */
export async function openSecrets(options: SecretOptions): Promise<Secrets> {
  const { logger, settings } = options;
  if (options.isProduction) requireKeys(settings);
  const ring =
    (await openKeyRing(settings.keys)) ?? (await openOwnKeyRing(options));
  const store = new SecretStore(options);
  return {
    vault: createSecretVault({ ring, store }),
    start: () => warnOfMissingKeys({ ring, store, logger }),
  };
}

async function warnOfMissingKeys(parts: {
  ring: KeyRing;
  store: SecretStore;
  logger: Pick<LoggerService, 'warn'>;
}): Promise<void> {
  const { ring, store, logger } = parts;
  for (const { key, count } of await store.usage()) {
    if (ring.has(key)) continue;
    logger.warn(
      `${count} secrets are sealed with the key "${key.kid}" (check value ${key.check}), which isn't in sprintconnect.secrets.keys, so they can't be opened. Add that key to the end of the list.`,
    );
  }
}
