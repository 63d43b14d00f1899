import {
  type Call,
  type CallOutcome,
  type CallQuery,
  type CallRehearsal,
  type CallResult,
  callSchema,
} from './calls';
import { eachItem, itemSchema } from './listing';
import {
  type CapabilityUse,
  makeCall,
  type MakeCallOptions,
  type PromptUse,
  rehearseCall,
  type ResourceUse,
  type ToolUse,
} from './makeCall';
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

/** Which calls, and which fields of each. They are not counted: there are too many. @public */
export type ListCallsOptions<F extends keyof Call = keyof Call> = Omit<
  ListOptions<F>,
  'count'
> &
  CallFilterOptions;

/** The part of the client that uses capabilities, and tells who used what. @public */
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
  /**
   * `POST /v1/servers/{id}/tools/{name}/call`. A tool that ran and says that it failed is a result, with the outcome `tool-error`. Throws
   * {@link SprintConnectError} when the call is refused or comes to no result; that of a connection that broke says so, because the call
   * may have been made all the same.
   */
  callTool(use: ToolUse, options?: MakeCallOptions): Promise<CallResult>;
  /** `POST /v1/servers/{id}/prompts/{name}/get`; as {@link CallsClient.callTool}. */
  getPrompt(use: PromptUse, options?: MakeCallOptions): Promise<CallResult>;
  /** `POST /v1/servers/{id}/resources/read`; as {@link CallsClient.callTool}. */
  readResource(
    use: ResourceUse,
    options?: MakeCallOptions,
  ): Promise<CallResult>;
  /** The same with `?dryRun=true`: what would be decided, and whether the arguments are valid. The server is not asked. */
  rehearse(use: CapabilityUse, options?: CallOptions): Promise<CallRehearsal>;
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
    callTool: (use, options) => makeCall(rest, use, options),
    getPrompt: (use, options) => makeCall(rest, use, options),
    readResource: (use, options) => makeCall(rest, use, options),
    rehearse: (use, options) => rehearseCall(rest, use, options),
  };
}
