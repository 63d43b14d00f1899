import { path } from './address';
import {
  type CreateCredential,
  type Credential,
  type CredentialUse,
  type PutCredential,
  type RotateCredential,
  type UpdateCredential,
  credentialSchema,
  credentialUseSchema,
} from './credentials';
import { itemSchema } from './listing';
import { type Page, pageSchema } from './page';
import type { Rest } from './Rest';
import type {
  CallOptions,
  ListOptions,
  WriteOptions,
} from './SprintConnectClientOptions';

/** The part of the client about credentials that are presented to servers. Secrets go in and never come out. @public */
export interface CredentialsClient {
  /** `GET /v1/servers/{id}/credential`: the one that the server uses, its own or a shared one. 404 where it has none. */
  ofServer(serverId: string, options?: CallOptions): Promise<Credential>;
  /**
   * `PUT /v1/servers/{id}/credential`: gives a server its own credential, or rotates that. `revision` is that of the server.
   */
  putOfServer(
    server: { id: string; revision: number },
    body: PutCredential,
    options?: WriteOptions,
  ): Promise<Credential>;
  /** `DELETE /v1/servers/{id}/credential`: takes it from the server. Repeating it changes nothing. */
  removeOfServer(serverId: string, options?: WriteOptions): Promise<void>;
  /** `GET /v1/credentials`: shared ones, by name. */
  list<F extends keyof Credential = keyof Credential>(
    query?: ListOptions<F>,
    options?: CallOptions,
  ): Promise<Page<Pick<Credential, F>>>;
  /** `GET /v1/credentials/{id}` */
  get(id: string, options?: CallOptions): Promise<Credential>;
  /** `POST /v1/credentials` */
  create(body: CreateCredential, options?: WriteOptions): Promise<Credential>;
  /** `PATCH /v1/credentials/{id}` */
  update(
    credential: { id: string; revision: number },
    body: UpdateCredential,
    options?: WriteOptions,
  ): Promise<Credential>;
  /** `POST /v1/credentials/{id}/versions`: rotates it. */
  rotate(
    credential: { id: string; revision: number },
    body: RotateCredential,
    options?: WriteOptions,
  ): Promise<Credential>;
  /** `DELETE /v1/credentials/{id}/versions/previous`: ends an overlap at once. Repeating it changes nothing. */
  endOverlap(id: string, options?: WriteOptions): Promise<void>;
  /** `DELETE /v1/credentials/{id}`: 409 while servers use it. Repeating it changes nothing. */
  remove(id: string, options?: WriteOptions): Promise<void>;
  /** `GET /v1/credentials/{id}/uses`: servers that use it and that the caller may see, by name. */
  uses(
    id: string,
    query?: Pick<ListOptions, 'limit' | 'cursor' | 'count'>,
    options?: CallOptions,
  ): Promise<Page<CredentialUse>>;
}

export function createCredentialsClient(rest: Rest): CredentialsClient {
  const ofServer = (id: string) => path`/v1/servers/${id}/credential`;
  const one = (id: string) => path`/v1/credentials/${id}`;
  return {
    ofServer: (id, options) =>
      rest.read(ofServer(id), credentialSchema, { ...options }),
    putOfServer: (server, body, options) =>
      rest.read(ofServer(server.id), credentialSchema, {
        ...options,
        method: 'PUT',
        body,
        ifMatch: server.revision,
      }),
    async removeOfServer(id, options) {
      await rest.send(ofServer(id), { ...options, method: 'DELETE' });
    },
    list: (query = {}, options) =>
      rest.read(
        '/v1/credentials',
        pageSchema(itemSchema(credentialSchema, query.fields)),
        { ...options, query },
      ),
    get: (id, options) => rest.read(one(id), credentialSchema, { ...options }),
    create: (body, options) =>
      rest.read('/v1/credentials', credentialSchema, {
        ...options,
        method: 'POST',
        body,
      }),
    update: ({ id, revision }, body, options) =>
      rest.read(one(id), credentialSchema, {
        ...options,
        method: 'PATCH',
        body,
        ifMatch: revision,
      }),
    rotate: ({ id, revision }, body, options) =>
      rest.read(`${one(id)}/versions`, credentialSchema, {
        ...options,
        method: 'POST',
        body,
        ifMatch: revision,
      }),
    async endOverlap(id, options) {
      const address = `${one(id)}/versions/previous`;
      await rest.send(address, { ...options, method: 'DELETE' });
    },
    async remove(id, options) {
      await rest.send(one(id), { ...options, method: 'DELETE' });
    },
    uses: (id, query = {}, options) =>
      rest.read(`${one(id)}/uses`, pageSchema(credentialUseSchema), {
        ...options,
        query,
      }),
  };
}
