import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

/** What the field gives and takes, as the pages of the scaffolder document it. */
export const serverNameSchema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      environmentField: z
        .string()
        .optional()
        .describe(
          'The field of the form that holds the environment. Default: environment',
        ),
      catalogEntity: z
        .boolean()
        .optional()
        .describe(
          'The template writes an entity of this name, so no other API of the namespace default can have it. Default: false',
        ),
    }),
});
