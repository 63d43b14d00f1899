import { z } from 'zod';
import { serverNameSchema } from '../servers';

const entityPartSchema = z.string().regex(/^[a-zA-Z0-9._-]{1,63}$/);
const versionSchema = z.string().regex(/^[1-9][0-9]{0,8}$/);

/** What stands in paths, by its name. */
export const pathParameters = {
  id: z.uuid().describe('Id of the thing, as its list tells it'),
  environment: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
    .describe('Environment of the server'),
  name: serverNameSchema.describe('Name of the server'),
  version: versionSchema.describe('Number of the version; the first is 1'),
  from: versionSchema.describe('Number of the version before'),
  to: versionSchema.describe('Number of the version after'),
  namespace: entityPartSchema.describe('Namespace of the catalog entity'),
  entity: entityPartSchema.describe('Name of the catalog entity'),
};
