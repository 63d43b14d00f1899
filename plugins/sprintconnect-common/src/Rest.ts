import type { z } from 'zod';
import { queryOf } from './address';
import { answerOf, errorOf } from './answers';
import type {
  SprintConnectClientOptions,
  WriteOptions,
} from './SprintConnectClientOptions';

/** One request to a route. */
export interface RestCall extends WriteOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: object;
  body?: unknown;
  /** The revision that `If-Match` names. */
  ifMatch?: number;
  /** The answer is a stream of events, after this one if it is given. */
  stream?: { lastEventId?: string };
  /** How the JSON of the answer becomes a value. Default: `JSON.parse`. */
  parse?: (text: string) => unknown;
}

/** Sends requests and reads answers for the parts of the client. */
export class Rest {
  readonly #options: SprintConnectClientOptions;

  constructor(options: SprintConnectClientOptions) {
    this.#options = options;
  }

  /** The answer, checked against its schema. */
  async read<T>(
    route: string,
    schema: z.ZodType<T>,
    call: RestCall = {},
  ): Promise<T> {
    return answerOf(await this.send(route, call), schema, call.parse);
  }

  /** Throws {@link SprintConnectError} with the problem of a refused request. */
  async send(route: string, call: RestCall): Promise<Response> {
    const { fetch, baseUrl } = this.#options;
    const base = typeof baseUrl === 'string' ? baseUrl : await baseUrl();
    const media = call.stream ? 'text/event-stream' : 'application/json';
    const headers: Record<string, string> = {
      accept: `${media}, application/problem+json`,
    };
    const { lastEventId } = call.stream ?? {};
    if (lastEventId !== undefined) headers['last-event-id'] = lastEventId;
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    if (call.idempotencyKey) headers['idempotency-key'] = call.idempotencyKey;
    if (call.ifMatch !== undefined) headers['if-match'] = `"${call.ifMatch}"`;
    const response = await fetch(`${base}${route}${queryOf(call.query)}`, {
      method: call.method ?? 'GET',
      headers,
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: call.signal,
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }
}
