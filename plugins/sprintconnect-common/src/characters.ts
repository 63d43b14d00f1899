import { z } from 'zod';

/**
 * A text of at most so many characters. They are counted as Unicode code points, as JSON Schema counts `maxLength`
 * (Validation, section 6.3.1) and PostgreSQL its columns; zod by itself counts UTF-16 code units.
 */
export function characters(max: number): z.ZodString {
  return z
    .string()
    .superRefine((text, ctx) => {
      if (text.length > max && [...text].length > max) {
        ctx.addIssue({
          code: 'too_big',
          origin: 'string',
          maximum: max,
          inclusive: true,
          input: text,
        });
      }
    })
    .meta({ maxLength: max });
}
