import { z } from 'zod';
import { listedValues } from '../valueList';

export type Json = Record<string, unknown>;

/**
 * What a schema takes, as JSON Schema 2020-12. Parameters that hold several values are lists of them.
 *
 * @public
 */
export function toJsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const list = listedValues.get(zodSchema);
      if (!list) return;
      const { description } = jsonSchema;
      Object.keys(jsonSchema).forEach(key => delete jsonSchema[key]);
      Object.assign(jsonSchema, {
        ...(description && { description }),
        type: 'array',
        items: toJsonSchema(list.item as z.ZodType),
        ...(list.min && { minItems: list.min }),
        maxItems: list.max,
      });
    },
  });
  return json as Json;
}
