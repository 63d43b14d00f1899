import { dirname } from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { settingDefaults } from '@sprintconnect/plugin-sprintconnect-common';
import { auditSettingsSchema } from './audit';
import { credentialSettingsSchema } from './credentials';
import { discoverySettingsSchema } from './discovery';
import { egressSettingsSchema } from './egress';
import { callSettingsSchema, gatewaySettingsSchema } from './gateway';
import { healthSettingsSchema } from './health';
import { identitySettingsSchema } from './identity';
import { jobSettingsSchema } from './jobs';
import { limitSettingsSchema } from './limits';
import { oauthSettingsSchema } from './oauth';
import { tenancySettingsSchema } from './organisations';
import { permissionSettingsSchema } from './permissions';
import { searchSettingsSchema } from './search';
import { secretSettingsSchema } from './secrets';
import { environmentName, section } from './settings';
import { eventStreamsSettingsSchema } from './streams';
import { upstreamSettingsSchema } from './upstream';

/** The section `sprintconnect` of the configuration: what each slice says of its own, and what concerns several. */
export const settingsSchema = z
  .strictObject({
    environments: z
      .array(environmentName)
      .min(1)
      .default([...settingDefaults.environments]),
    defaultEnvironment: environmentName.default(
      settingDefaults.defaultEnvironment,
    ),
    roles: z
      .array(z.enum(['api', 'worker', 'scheduler']))
      .min(1)
      .default(['api', 'worker', 'scheduler']),
    access: section(
      z.strictObject({
        ...permissionSettingsSchema.shape,
        ...identitySettingsSchema.shape,
      }),
    ),
    tenancy: section(tenancySettingsSchema),
    egress: section(egressSettingsSchema),
    upstream: section(upstreamSettingsSchema),
    discovery: section(discoverySettingsSchema),
    health: section(healthSettingsSchema),
    limits: section(limitSettingsSchema),
    audit: section(auditSettingsSchema),
    calls: section(callSettingsSchema),
    gateway: section(gatewaySettingsSchema),
    events: section(eventStreamsSettingsSchema),
    search: section(searchSettingsSchema),
    secrets: section(secretSettingsSchema),
    credentials: section(credentialSettingsSchema),
    oauth: section(oauthSettingsSchema),
    jobs: section(jobSettingsSchema),
  })
  .refine(
    ({ environments, defaultEnvironment }) =>
      environments.includes(defaultEnvironment),
    {
      path: ['defaultEnvironment'],
      message: 'must be one of sprintconnect.environments',
    },
  )
  .refine(
    ({ environments }) => new Set(environments).size === environments.length,
    { path: ['environments'], message: 'must not repeat a name' },
  )
  .refine(
    ({ tenancy, access }) =>
      tenancy.mode === 'single' ||
      access.issuers.every(({ claims }) => claims.organisation !== undefined),
    {
      path: ['access', 'issuers'],
      message:
        'must each set the organisation claim (claims.organisation) in tenancy.mode catalog',
    },
  );

/** The whole configuration of the plugin, checked and with its defaults. */
export type Settings = z.output<typeof settingsSchema> & {
  /** What processes of stdio servers inherit from ours. */
  processEnvironment: Record<string, string>;
  /** The folder of the plugin's database, where that is a file. */
  databaseFolder?: string;
  /** Where people open the portal, without a slash at its end. */
  portalUrl?: string;
  /** Absent: auth-backend signs nobody in to clients. */
  portalSignIn?: { scopes: string[] };
};

/** Without the section of the scaffolder module, which reads it itself. */
function ownOf(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const { scaffolder: _foreign, ...own } = given as JsonObject;
  return own;
}

/**
 * Reads `sprintconnect` from the configuration, once. Throws an InputError that names every fault, so that
 * a typing mistake stops the start instead of weakening a limit.
 */
export function readSettings(config: Config): Settings {
  const result = settingsSchema.safeParse(
    ownOf(config.getOptional('sprintconnect') ?? {}),
    // Read once, so that compiling the schema first would only cost time.
    { jitless: true },
  );
  if (!result.success) {
    const faults = result.error.issues.map(
      issue =>
        `${['sprintconnect', ...issue.path].join('.')}: ${issue.message}`,
    );
    throw new InputError(`The configuration isn't valid. ${faults.join('; ')}`);
  }
  const processEnvironment = Object.fromEntries(
    ['PATH', 'HOME'].flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const portalUrl = config.getOptionalString('app.baseUrl');
  return {
    ...result.data,
    processEnvironment,
    ...portalSignInOf(config),
    ...databaseFolderOf(config),
    ...(portalUrl && { portalUrl: portalUrl.replace(/\/+$/, '') }),
  };
}

/**
 * Whether auth-backend takes clients that it does not know: by a document at the URL that is their id, or by registration, which Backstage
 * calls deprecated.
 */
function portalSignInOf(config: Config): Pick<Settings, 'portalSignIn'> {
  const isEnabled = (name: string) =>
    config.getOptionalBoolean(`auth.${name}.enabled`) ?? false;
  const documents = config.has('auth.clientIdMetadataDocuments')
    ? 'clientIdMetadataDocuments'
    : 'experimentalClientIdMetadataDocuments';
  if (
    !isEnabled(documents) &&
    !isEnabled('experimentalDynamicClientRegistration')
  ) {
    return {};
  }
  const renews = isEnabled('experimentalRefreshToken');
  return {
    portalSignIn: {
      scopes: ['openid', ...(renews ? ['offline_access'] : [])],
    },
  };
}

/** As Backstage's database service reads it: a folder for all plugins, or the file of one. */
function databaseFolderOf(config: Config): Pick<Settings, 'databaseFolder'> {
  const all = config.getOptionalConfig('backend.database');
  const own = all?.getOptionalConfig('plugin.sprintconnect');
  const client =
    own?.getOptionalString('client') ?? all?.getOptionalString('client');
  if (client !== 'better-sqlite3') return {};
  for (const each of [own, all]) {
    const connection = each?.getOptional('connection');
    if (connection === undefined) continue;
    const { directory, filename } =
      typeof connection === 'string'
        ? { directory: undefined, filename: connection }
        : (connection as { directory?: string; filename?: string });
    if (directory) return { databaseFolder: directory };
    if (filename && filename !== ':memory:') {
      return { databaseFolder: dirname(filename) };
    }
    return {};
  }
  return {};
}

/** What the process was started with. */
export const startedWith = {
  argv: process.argv,
  /** As Backstage's image and `backstage-cli` set it. */
  isProduction: () => process.env.NODE_ENV === 'production',
  variable: (name: string) => process.env[name],
};
