import {
  type Call,
  type CallOutcome,
  type CallQuery,
  callSchema,
} from './calls';
import { eachItem, itemSchema } from './listing';
import { type Page, pageSchema } from './page';
import type { Rest } from './Rest';
import type { CallOptions, ListOptions } from './SprintConnectClientOptions';

/** What narrows the calls. @public */
export type CallFilterOptions = Pick<
  CallQuery,
  'server' | 'capability' | 'caller' | 'from' | 'to'
> & {
  /** One outcome or several that mean "any of". */
  outcome?: CallOutcome | readonly CallOutcome[];
};

/** Which calls, and which fields of each. @public */
export type ListCallsOptions<F extends keyof Call = keyof Call> =
  ListOptions<F> & CallFilterOptions;

/** The part of the client about who used what. @public */
export interface CallsClient {
  /** `GET /v1/calls`, newest first. Arguments and results come only where `fields` names them. */
  list<F extends keyof Call = keyof Call>(
    query?: ListCallsOptions<F>,
    options?: CallOptions,
  ): Promise<Page<Pick<Call, F>>>;
  /** Every call that matches, page after page, newest first. */
  all(
    query?: CallFilterOptions,
    options?: CallOptions,
  ): AsyncGenerator<Call, void>;
  /** `GET /v1/calls/{id}`, with its arguments and result where they are kept. */
  get(id: string, options?: CallOptions): Promise<Call>;
}

export function createCallsClient(rest: Rest): CallsClient {
  const list: CallsClient['list'] = (query = {}, options = {}) =>
    rest.read('/v1/calls', pageSchema(itemSchema(callSchema, query.fields)), {
      ...options,
      query,
    });
  return {
    list,
    all: (query, options) =>
      eachItem(cursor => list({ ...query, cursor }, options)),
    get: (id, options = {}) =>
      rest.read(`/v1/calls/${encodeURIComponent(id)}`, callSchema, options),
  };
}
