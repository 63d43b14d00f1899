import type { Router } from 'express';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  AuditTrail,
  Authorizer,
  Clock,
  Database,
  JobQueue,
  OpenService,
  SecretVault,
  SliceWith,
} from '../ports';
import { createSecretsRouter } from './createSecretsRouter';
import { createSecretVault, type VaultParts } from './createSecretVault';
import { kvReader } from './bao/kvReader';
import { openBao } from './openBao';
import { createResolver } from './references/createResolver';
import { openKeyRing } from './openKeyRing';
import { openOwnKeyRing } from './ownKey';
import { requireKeys } from './requireKeys';
import { queueRewrapping, rewrapSecretsJob } from './rewrapSecrets';
import type { SecretSettings } from './SecretSettings';
import { SecretStore } from './SecretStore';

export interface SecretOptions {
  audit: AuditTrail;
  clock: Clock;
  database: Database;
  jobs: JobQueue;
  logger: Pick<LoggerService, 'warn'>;
  openService: OpenService;
  settings: SecretSettings;
  /** Whether the portal has several organisations, so that a reference leads below a folder of the own one only. */
  isApart: boolean;
  /** In production there must be keys in the configuration. */
  isProduction: boolean;
  /** Where a database that is a file is. */
  databaseFolder?: string;
}

export interface Secrets extends SliceWith<
  'jobs' | 'start' | 'stop' | 'tasks'
> {
  vault: SecretVault;
  /** For the routes, once it is known who may ask. */
  router(options: { authorizer: Authorizer }): Router;
}

/** The whole slice over the plugin's database. Throws InputError where the keys of the configuration are not right. */
export async function openSecrets(options: SecretOptions): Promise<Secrets> {
  const { logger, settings } = options;
  if (options.isProduction) requireKeys(settings);
  const bao = settings.vault && (await openBao(settings.vault, options));
  const ring =
    (await openKeyRing(settings.keys, bao?.client)) ??
    (await openOwnKeyRing(options));
  const store = new SecretStore(options);
  const parts = { ring, store };
  const rewrapping = { ...options, ...parts };
  const queue = () => queueRewrapping(rewrapping);
  return {
    vault: createSecretVault({
      ...parts,
      resolve: createResolver({
        isApart: options.isApart,
        root: settings.files?.root,
        ...(bao &&
          settings.vault?.kv && {
            readKv: kvReader(bao.client, settings.vault.kv),
          }),
      }),
    }),
    router: deps => createSecretsRouter(parts, deps),
    jobs: [rewrapSecretsJob(rewrapping)],
    // What an instance with the configuration of yesterday sealed meanwhile.
    tasks: [{ id: 'sprintconnect-rewrap', everyMinutes: 30, run: queue }],
    stop: async () => bao?.stop(),
    start: async () => {
      bao?.start();
      await warnOfMissingKeys(parts, logger);
      await queue();
    },
  };
}

async function warnOfMissingKeys(
  { ring, store }: VaultParts,
  logger: SecretOptions['logger'],
): Promise<void> {
  for (const { key, count } of await store.usage()) {
    if (ring.has(key)) continue;
    logger.warn(
      `${count} secrets are sealed with the key "${key.kid}" (check value ${key.check}), which isn't in sprintconnect.secrets.keys, so they can't be opened. Add that key to the end of the list.`,
    );
  }
}
