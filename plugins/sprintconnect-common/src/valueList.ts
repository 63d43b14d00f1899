import { z } from 'zod';

/** Most values that one parameter names, so that an address with all of them stays below the 16 KiB that Node reads. */
const VALUES_MAX = 40;

/** What parameters that hold several values may name, for whoever describes them. */
export const listedValues = z.registry<{
  /** A schema; zod cannot type one in a registry. */
  item: unknown;
  min?: number;
  max: number;
}>();

/** The values of a parameter, which commas separate. Blanks around them do not count; a text without any names none. */
function valuesOf(text: string): string[] {
  return text.trim() === '' ? [] : text.split(',').map(each => each.trim());
}

/** Refuses more than so many values. Those that come again count, too, as JSON Schema counts `maxItems`. */
export function atMost(max: number) {
  return (text: string, ctx: z.RefinementCtx): void => {
    const { length } = valuesOf(text);
    if (length > max) {
      ctx.addIssue({
        code: 'custom',
        message: `has ${length} values; the maximum is ${max}`,
      });
    }
  };
}

/**
 * A parameter of a query that names any of these values, separated by commas. It stays a text, and each of its values is
 * judged; a fault is told of its place, such as `status[0]`.
 *
 * @remarks
 *
 * At most 40 values by default.
 */
export function valueList(
  item: z.ZodType<string>,
  { min = 0, max = VALUES_MAX }: { min?: number; max?: number } = {},
) {
  return z
    .string()
    .min(min)
    .superRefine((text, ctx) => {
      atMost(max)(text, ctx);
      if (ctx.issues.length > 0) return;
      valuesOf(text).forEach((value, index) => {
        for (const issue of item.safeParse(value).error?.issues ?? []) {
          ctx.addIssue({ ...issue, path: [index] });
        }
      });
    })
    .register(listedValues, { item, min, max });
}
