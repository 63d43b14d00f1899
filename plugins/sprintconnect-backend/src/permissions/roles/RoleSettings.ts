import { z } from 'zod';
import { textAsList } from '../../settings';

/** Nobody, too. Who they are is read where roles are looked up. */
const subjectsSchema = z.preprocess(
  value => value ?? [],
  z.union([z.array(z.string().min(1)), textAsList]),
);

/** Who has each role, in every organisation that they belong to. */
export const roleSettingsSchema = z.strictObject({
  admin: subjectsSchema,
  engineer: subjectsSchema,
  viewer: subjectsSchema,
});

export type RoleSettings = z.output<typeof roleSettingsSchema>;
