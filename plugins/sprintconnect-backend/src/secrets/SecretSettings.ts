import { z } from 'zod';
import { list } from '../settings';
import { baoSettingsSchema } from './bao/BaoSettings';
import { isKeyText } from './sealing/isKeyText';

const text = z.string().min(1);
const optional = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform(value => value ?? undefined);

/** Where a key is: one of these. */
const PLACES = ['secret', 'keyFile', 'awsKms', 'transit'] as const;

const keySchema = z
  .strictObject({
    /** Stands in every secret that it seals; never given to another key. */
    id: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
        'can contain only letters, digits, ".", "_", and "-", and no more than 63 characters',
      ),
    secret: z
      .string()
      .refine(
        isKeyText,
        'must be 32 bytes in base64, such as the command "openssl rand -base64 32" prints',
      )
      .optional(),
    keyFile: text.optional(),
    awsKms: z
      .strictObject({
        keyId: text,
        region: text.optional(),
        endpoint: z.url({ protocol: /^https?$/ }).optional(),
      })
      .optional(),
    transit: z
      .strictObject({ key: text, mount: text.default('transit') })
      .optional(),
  })
  .refine(
    key => PLACES.filter(place => key[place] !== undefined).length === 1,
    `must have exactly one of ${PLACES.join(', ')}`,
  );

/** The section `sprintconnect.secrets` of the configuration. */
export const secretSettingsSchema = z
  .strictObject({
    /** The first seals, all open. */
    keys: list(keySchema).refine(
      keys => new Set(keys.map(({ id }) => id)).size === keys.length,
      'must not repeat an ID',
    ),
    vault: optional(baoSettingsSchema),
    /** What Kubernetes mounts. */
    files: optional(z.strictObject({ root: text })),
  })
  .refine(({ keys, vault }) => vault || keys.every(({ transit }) => !transit), {
    path: ['vault'],
    message: 'is needed for keys of the kind transit',
  });

export type SecretSettings = z.output<typeof secretSettingsSchema>;
export type KeySettings = z.output<typeof keySchema>;
