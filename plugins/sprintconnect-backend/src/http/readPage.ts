import type { Page } from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../ports';
import type { Cursors, Position } from './createCursors';
import { pickFields } from './pickFields';

/** A list, as far as showing one page of it matters. */
export interface Listing<Found, Item extends object> {
  /** As it was asked. */
  query: {
    readonly limit: number;
    readonly cursor?: string;
    readonly fields?: readonly string[];
    readonly count?: boolean;
  };
  /** What selects items beside the query, which a cursor is then good for, too. */
  of?: object;
  /** Every field that an item may have. */
  known: readonly string[];
  /** Up to so many, from the position on. */
  read(page: { after?: Position; limit: number }): Promise<readonly Found[]>;
  toItem(found: Found): Item;
  /** The place of an item in the order of the list. */
  placeOf(found: Found): Position;
  /** All that match, for who asks how many there are. */
  count?(): Promise<number>;
}

/** One page of a list. Throws a 400 problem on unknown fields and strange cursors, before anything is read. */
export async function readPage<Found, Item extends object>(
  cursors: Cursors,
  ctx: RequestContext,
  listing: Listing<Found, Item>,
): Promise<Page<Partial<Item>>> {
  const { query, of, known, read, toItem, placeOf, count } = listing;
  const { limit, fields } = query;
  pickFields([], fields, known);
  const bound = { ...query, ...of };
  const after = cursors.verify(ctx, bound);
  // One more than is shown, which says that there is another page.
  const found = await read({ after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const isMore = last !== undefined && found.length > limit;
  return {
    items: pickFields(shown.map(toItem), fields, known),
    ...(isMore && { nextCursor: cursors.sign(ctx, bound, placeOf(last)) }),
    ...(query.count && count && { totalItems: await count() }),
  };
}
