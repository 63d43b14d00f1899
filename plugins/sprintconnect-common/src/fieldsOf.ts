import { z } from 'zod';
import { atMost, listedValues } from './valueList';

const LENGTH_MAX = 2000;

/**
 * Which fields of each item a list is to answer, separated by commas. Unknown ones are refused where the list is made,
 * which tells the known ones.
 */
export function fieldsOf(item: z.ZodObject) {
  const names = Object.keys(item.shape);
  return z
    .string()
    .max(LENGTH_MAX)
    .superRefine(atMost(names.length))
    .transform(text => text.split(',').map(field => field.trim()))
    .register(listedValues, { item: z.enum(names), min: 1, max: names.length })
    .describe('Fields to return for each item; all by default');
}
