import type { z } from 'zod';
import type { Page } from './page';

/** Items that were asked for with `fields` carry only those. */
export function itemSchema<S extends z.ZodRawShape, F extends string>(
  schema: z.ZodObject<S>,
  fields: readonly F[] | undefined,
) {
  const asked = fields
    ? schema.pick(
        Object.fromEntries(fields.map(field => [field, true])) as never,
      )
    : schema;
  return asked as unknown as z.ZodType<
    Pick<z.infer<z.ZodObject<S>>, F & keyof z.infer<z.ZodObject<S>>>
  >;
}

/** Every item of a list, page after page. */
export async function* eachItem<T>(
  fetchPage: (cursor: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void> {
  let cursor: string | undefined;
  do {
    const page = await fetchPage(cursor);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}
