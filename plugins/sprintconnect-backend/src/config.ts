import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { accessSettingsSchema } from './accessSettings';
import { numberSetting } from './numberSetting';
import { tenancySettingsSchema } from './tenancySettings';

const roleSchema = z.enum(['api', 'worker', 'scheduler']);
const environmentSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'can contain only a-z, 0-9, and "-"');
const count = (min: number, max: number) =>
  numberSetting(z.number().int().min(min).max(max));
/** An empty section in YAML is null. */
const section = <S extends z.ZodType>(schema: S) =>
  z.preprocess(value => value ?? {}, schema);

const stdioEntrySchema = z.strictObject({
  command: z.string().min(1),
  args: z.array(z.coerce.string()).optional(),
  env: z.record(z.string(), z.coerce.string()).optional(),
  cwd: z.string().min(1).optional(),
});

/** Without defaults here: those depend on the environment. */
const objectives = {
  latencyMs: count(1, 60_000).optional(),
  availability: numberSetting(z.number().gt(0).lt(1)).optional(),
};

/** Requests that may be made; 0 lifts the limit. */
const limit = (byDefault: number) => count(0, 1_000_000_000).default(byDefault);
const limitsSchema = z.strictObject({
  enabled: z.union([z.boolean(), z.stringbool()]).default(true),
  redisUrl: z.url({ protocol: /^rediss?$/ }).optional(),
  redisTimeoutMs: count(10, 10_000).default(100),
  global: section(z.strictObject({ perSecond: limit(100), burst: limit(200) })),
  organisation: section(
    z.strictObject({ perMinute: limit(1_000), perDay: limit(100_000) }),
  ),
  user: section(z.strictObject({ perMinute: limit(60) })),
  apiKey: section(
    z.strictObject({ perMinute: limit(500), concurrent: limit(50) }),
  ),
  address: section(z.strictObject({ perMinute: limit(1_200) })),
});

/** The section `sprintconnect` of the configuration. */
export const settingsSchema = z
  .strictObject({
    environments: z
      .array(environmentSchema)
      .min(1)
      .default(['development', 'staging', 'production']),
    defaultEnvironment: environmentSchema.default('development'),
    roles: z.array(roleSchema).min(1).default(['api', 'worker', 'scheduler']),
    access: section(accessSettingsSchema),
    tenancy: section(tenancySettingsSchema),
    egress: section(
      z.strictObject({
        allow: z
          .array(
            z.strictObject({
              host: z.string().min(1),
              ports: z.array(count(1, 65_535)).min(1).optional(),
            }),
          )
          .nullish()
          .transform(list => list ?? []),
      }),
    ),
    upstream: section(
      z.strictObject({
        stdio: section(
          z.record(
            z.string().regex(/^[a-zA-Z0-9_-]{1,100}$/, "isn't an entry name"),
            stdioEntrySchema,
          ),
        ),
        connectTimeoutMs: count(100, 120_000).default(10_000),
        connectTimeoutMsMax: count(100, 120_000).default(60_000),
        requestTimeoutMs: count(100, 600_000).default(15_000),
        bodyBytesMax: count(1_024, 1_073_741_824).default(10 * 1024 * 1024),
        messagesMax: count(10, 1_000_000).default(10_000),
      }),
    ),
    discovery: section(
      z.strictObject({
        intervalSeconds: count(10, 7 * 24 * 3600).default(900),
        jitter: numberSetting(z.number().min(0).max(1)).default(0.2),
        concurrency: count(1, 256).default(8),
        watchMax: count(0, 10_000).default(50),
      }),
    ),
    health: section(
      z.strictObject({
        enabled: z.preprocess(
          value =>
            value === 'true' || value === 'false' ? value === 'true' : value,
          z.boolean().default(true),
        ),
        intervalSeconds: count(5, 24 * 3600).default(60),
        jitter: numberSetting(z.number().min(0).max(0.5)).default(0.1),
        timeoutMs: count(100, 60_000).default(5_000),
        timeoutMsMax: count(100, 120_000).default(60_000),
        concurrency: count(1, 4_096).default(256),
        failureThreshold: count(1, 100).default(3),
        recoveryThreshold: count(1, 100).default(2),
        restSeconds: count(5, 24 * 3600).default(120),
        restSecondsMax: count(5, 24 * 3600).default(900),
        ...objectives,
        environments: section(
          z.record(
            environmentSchema,
            section(
              z.strictObject({
                intervalSeconds: count(5, 24 * 3600).optional(),
                ...objectives,
              }),
            ),
          ),
        ),
        rawDays: count(1, 90).default(7),
        rollupMonths: count(1, 120).default(13),
      }),
    ),
    limits: section(limitsSchema),
    audit: section(
      z.strictObject({
        retentionDays: count(0, 36_500).default(400),
        key: z.string().min(32).optional(),
        previousKeys: z
          .array(z.string().min(1))
          .nullish()
          .transform(list => list ?? []),
      }),
    ),
    events: section(
      z.strictObject({
        heartbeatSeconds: count(1, 30).default(15),
        connectionsMax: count(1, 100_000).default(1_000),
        connectionsPerCallerMax: count(1, 100_000).default(20),
        lifeSeconds: count(1, 24 * 3600).default(900),
        stallSeconds: count(1, 300).default(30),
      }),
    ),
    search: section(
      z.strictObject({
        embeddings: z
          .strictObject({
            url: z.url({ protocol: /^https?$/ }),
            model: z.string().min(1).max(200),
            dimensions: count(1, 8_192),
            apiKey: z.string().min(1).optional(),
          })
          .nullish()
          .transform(settings => settings ?? undefined),
      }),
    ),
    jobs: section(
      z.strictObject({
        pollIntervalMs: count(10, 60_000).default(500),
        leaseSeconds: count(1, 3_600).default(30),
      }),
    ),
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
};

/**
 * Reads `sprintconnect` from the configuration, once. Throws an InputError that names every fault, so that
 * a typing mistake stops the start instead of weakening a limit.
 */
export function readSettings(config: Config): Settings {
  const result = settingsSchema.safeParse(
    config.getOptional('sprintconnect') ?? {},
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
  return { ...result.data, processEnvironment };
}

/** What the process was started with. */
export const startedWith = {
  argv: process.argv,
  /** As Backstage's image and `backstage-cli` set it. */
  isProduction: () => process.env.NODE_ENV === 'production',
  variable: (name: string) => process.env[name],
};
