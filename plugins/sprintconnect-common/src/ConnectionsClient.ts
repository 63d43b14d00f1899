import { path } from './address';
import {
  type BeginLogin,
  type BegunLogin,
  type Connection,
  type ConnectionLink,
  type Connections,
  type Disconnected,
  type FinishLogin,
  begunLoginSchema,
  connectionLinkSchema,
  connectionSchema,
  connectionsSchema,
  disconnectedSchema,
} from './connections';
import type { Rest } from './Rest';
import type { CallOptions } from './SprintConnectClientOptions';

/** The part of the client about the caller's own accounts on servers. For people: anybody else is answered 403. @public */
export interface ConnectionsClient {
  /** `GET /v1/connections` */
  list(options?: CallOptions): Promise<Connections>;
  /** `POST /v1/connections/logins`: send the browser to `url` of the answer. */
  beginLogin(body: BeginLogin, options?: CallOptions): Promise<BegunLogin>;
  /** `POST /v1/connections/logins/finish`, with what the browser brought back. */
  finishLogin(body: FinishLogin, options?: CallOptions): Promise<Connection>;
  /** `GET /v1/connections/links/{id}`: 404 for anybody but the person that it was made for. */
  getLink(id: string, options?: CallOptions): Promise<ConnectionLink>;
  /** `DELETE /v1/connections/{id}`: the account is forgotten here and, where the authorization server offers it, revoked there. */
  disconnect(id: string, options?: CallOptions): Promise<Disconnected>;
}

export function createConnectionsClient(rest: Rest): ConnectionsClient {
  const all = '/v1/connections';
  return {
    list: options => rest.read(all, connectionsSchema, { ...options }),
    beginLogin: (body, options) =>
      rest.read(`${all}/logins`, begunLoginSchema, {
        ...options,
        method: 'POST',
        body,
      }),
    finishLogin: (body, options) =>
      rest.read(`${all}/logins/finish`, connectionSchema, {
        ...options,
        method: 'POST',
        body,
      }),
    getLink: (id, options) =>
      rest.read(path`/v1/connections/links/${id}`, connectionLinkSchema, {
        ...options,
      }),
    disconnect: (id, options) =>
      rest.read(path`/v1/connections/${id}`, disconnectedSchema, {
        ...options,
        method: 'DELETE',
      }),
  };
}
