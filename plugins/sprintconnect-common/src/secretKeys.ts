import { z } from 'zod';

/**
 * A key that wraps the data keys of secrets. `id` and `kind` are those of the configuration; `check` tells keys apart that had
 * the same id one after the other, and says nothing about the key. `seals`: new secrets are sealed with it; `opens`: it only opens
 * what it sealed; `missing`: it isn't in the configuration any more, so that what it sealed can't be opened. `secrets` counts
 * those of the caller's organisation that it wraps. `removable`: it wraps none of any organisation, and may be taken out of the configuration once
 * no instance has it in the first place.
 *
 * @public
 */
export const secretKeySchema = z.object({
  id: z.string(),
  check: z.string(),
  /** Absent where it is missing. */
  kind: z.enum(['local', 'aws-kms', 'transit']).optional(),
  state: z.enum(['seals', 'opens', 'missing']),
  secrets: z.number().int(),
  removable: z.boolean(),
});
/** What {@link secretKeySchema} accepts. @public */
export type SecretKey = z.infer<typeof secretKeySchema>;

/** Answer of `GET /v1/secrets/keys`: the key ring in its order, then keys that it misses. @public */
export const secretKeysSchema = z.object({ items: z.array(secretKeySchema) });
/** What {@link secretKeysSchema} accepts. @public */
export type SecretKeys = z.infer<typeof secretKeysSchema>;
