import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { settingDefaults } from '@sprintconnect/plugin-sprintconnect-common';
import { z } from 'zod';

/** The templates of this package, by the names of their folders. */
export const templateNames = [
  'mcp-server-typescript',
  'mcp-server-python',
  'mcp-server-go',
  'register-mcp-server',
  'add-mcp-server-to-catalog',
] as const;
/** One of {@link templateNames}. */
export type TemplateName = (typeof templateNames)[number];

const publishSchema = z.strictObject({
  action: z.string().min(1),
  input: z
    .record(z.string(), z.unknown())
    .default({ name: '${{ parameters.name }}' }),
  await: z.boolean().default(false),
});

const scaffolderSchema = z.strictObject({
  templates: z.array(z.enum(templateNames)).default([...templateNames]),
  publicUrl: z
    .string()
    .refine(
      url => url.includes('{name}') && URL.canParse(url.replace('{name}', 'a')),
      'must be a URL with {name} in it',
    )
    .optional(),
  publish: publishSchema.optional(),
});

/** What this module reads of the configuration, with defaults filled in. */
export interface Settings extends z.output<typeof scaffolderSchema> {
  /** Environments that a template offers. */
  environments: string[];
  /** The one that is chosen unless somebody chooses another. */
  defaultEnvironment: string;
  /** Owner of the templates. */
  owner: string;
}

/**
 * Reads `sprintconnect.scaffolder`, and what of the configuration other parts of SprintConnect read, too.
 *
 * @throws InputError that names every fault
 */
export function readSettings(config: RootConfigService): Settings {
  const section = config.getOptional('sprintconnect.scaffolder') ?? {};
  const read = scaffolderSchema.safeParse(section);
  if (!read.success) {
    const faults = read.error.issues.map(
      ({ path, message }) =>
        `${['sprintconnect.scaffolder', ...path].join('.')}: ${message}`,
    );
    throw new InputError(`The configuration isn't valid. ${faults.join('; ')}`);
  }
  return {
    ...read.data,
    environments: config.getOptionalStringArray(
      'sprintconnect.environments',
    ) ?? [...settingDefaults.environments],
    defaultEnvironment:
      config.getOptionalString('sprintconnect.defaultEnvironment') ??
      settingDefaults.defaultEnvironment,
    owner:
      config.getOptionalString(
        'catalog.providers.sprintconnect.defaultOwner',
      ) ?? settingDefaults.defaultOwner,
  };
}
