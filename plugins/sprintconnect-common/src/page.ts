import { z } from 'zod';
import { flagSchema } from './flag';
import { limits } from './names';

/**
 * Query of every list: how many, from where, and which fields of each item.
 * Values arrive as strings; `fields` is comma separated.
 *
 * @public
 */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.pageSize)
    .default(limits.pageSizeDefault)
    .describe('Maximum number of items on the page'),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, "isn't a cursor")
    .max(1024)
    .describe(
      '`nextCursor` of the previous page, for the same query; any other gets 400',
    )
    .optional(),
  fields: z
    .string()
    .max(500)
    .transform(text => text.split(',').map(field => field.trim()))
    .optional(),
  count: flagSchema
    .describe('Whether to return the number of all items as `totalItems`')
    .optional(),
});
/** What {@link pageQuerySchema} accepts. @public */
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** One page of a list. A missing `nextCursor` means that this page is the last. @public */
export interface Page<T> {
  /** In the order asked for; empty when nothing matches. */
  items: T[];
  /** What to send as `cursor` for the page after this one. */
  nextCursor?: string;
  /** Only where the request asked with `?count=true`. */
  totalItems?: number;
}

/** The schema of one {@link Page} of items. @public */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().optional(),
    totalItems: z.number().int().optional(),
  });
}
