import type { Knex } from 'knex';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import type { Tx } from './Database';
import type { Criteria } from './Judgement';
import type { RequestContext } from './RequestContext';

/** What servers and capabilities are found by. Whoever changes them says so here. */
export interface SearchIndex {
  /**
   * Makes what a server and its capabilities are found by what they say now, in the transaction that changes them. Repeating it
   * changes nothing.
   */
  refresh(tx: Tx, ctx: RequestContext, server: Server): Promise<void>;
}

/** A word of a filter, and the words that it was probably meant to be: none for one that servers have. */
export interface FilterWord {
  word: string;
  near: readonly string[];
}

/** How the words of a filter are to be looked for. */
export interface FilterReading {
  /** Each of them is to be there. Absent: the filter is to be there as it is. */
  words?: FilterWord[];
  /** A word had no like, and the database cannot look for similar ones. */
  isDegraded?: boolean;
}

/** Reads filters of lists of servers, in lower case, as people mean them. */
export interface FilterReader {
  read(
    ctx: RequestContext,
    filter: { q: string; allowed: Criteria },
  ): Promise<FilterReading>;
  /** The words of a filter that was read before, with what its words were taken for. */
  again(q: string, near: readonly (readonly string[])[]): FilterWord[];
  /** The ids of servers that have one of these words, as a part of another query. */
  serversHaving(
    ctx: RequestContext,
    words: readonly string[],
  ): Knex.QueryBuilder;
}
