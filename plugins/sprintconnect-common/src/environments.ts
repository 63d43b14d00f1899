import { z } from 'zod';

/** The name of an environment, of those that the configuration has. */
export const environmentSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "isn't an environment name");
