import { z } from 'zod';
import { list } from '../settings';
import { isKeyText } from './sealing/isKeyText';

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
    keyFile: z.string().min(1).optional(),
  })
  .refine(
    ({ secret, keyFile }) => (secret === undefined) !== (keyFile === undefined),
    'must have either secret or keyFile',
  );

/** The section `sprintconnect.secrets` of the configuration. */
export const secretSettingsSchema = z.strictObject({
  /** The first seals, all open. */
  keys: list(keySchema).refine(
    keys => new Set(keys.map(({ id }) => id)).size === keys.length,
    'must not repeat an ID',
  ),
});

export type SecretSettings = z.output<typeof secretSettingsSchema>;
export type KeySettings = z.output<typeof keySchema>;
