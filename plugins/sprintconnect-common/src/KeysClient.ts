import { path } from './address';
import {
  type ApiKey,
  type CreateApiKey,
  type IssuedApiKey,
  type RotateApiKey,
  apiKeySchema,
  issuedApiKeySchema,
} from './apiKeys';
import { itemSchema } from './listing';
import { type Page, pageSchema } from './page';
import type { Rest } from './Rest';
import type { CallOptions, ListOptions } from './SprintConnectClientOptions';

/** The part of the client about API keys. @public */
export interface KeysClient {
  /** `GET /v1/api-keys`, youngest first. */
  list<F extends keyof ApiKey = keyof ApiKey>(
    query?: ListOptions<F>,
    options?: CallOptions,
  ): Promise<Page<Pick<ApiKey, F>>>;
  /** `GET /v1/api-keys/{id}` */
  get(id: string, options?: CallOptions): Promise<ApiKey>;
  /** `POST /v1/api-keys`: the answer holds the secret, this once. */
  create(body: CreateApiKey, options?: CallOptions): Promise<IssuedApiKey>;
  /** `POST /v1/api-keys/{id}/rotate`: a new secret now; the one of before stays good for a while. */
  rotate(
    id: string,
    body?: RotateApiKey,
    options?: CallOptions,
  ): Promise<IssuedApiKey>;
  /** `DELETE /v1/api-keys/{id}`: from now on nobody can use it. Repeating it changes nothing. */
  revoke(id: string, options?: CallOptions): Promise<void>;
}

export function createKeysClient(rest: Rest): KeysClient {
  return {
    list: (query = {}, options) =>
      rest.read(
        '/v1/api-keys',
        pageSchema(itemSchema(apiKeySchema, query.fields)),
        { ...options, query },
      ),
    get: (id, options) =>
      rest.read(path`/v1/api-keys/${id}`, apiKeySchema, { ...options }),
    create: (body, options) =>
      rest.read('/v1/api-keys', issuedApiKeySchema, {
        ...options,
        method: 'POST',
        body,
      }),
    rotate: (id, body = {}, options) =>
      rest.read(path`/v1/api-keys/${id}/rotate`, issuedApiKeySchema, {
        ...options,
        method: 'POST',
        body,
      }),
    async revoke(id, options) {
      await rest.send(path`/v1/api-keys/${id}`, {
        ...options,
        method: 'DELETE',
      });
    },
  };
}
