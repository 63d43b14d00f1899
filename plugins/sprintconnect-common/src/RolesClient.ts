import { path } from './address';
import { itemSchema } from './listing';
import { type Page, pageSchema } from './page';
import type { Rest } from './Rest';
import {
  type BindRole,
  type MyRoles,
  type Organization,
  type RoleBinding,
  type RoleBindingQuery,
  myRolesSchema,
  organizationSchema,
  roleBindingSchema,
} from './roleBindings';
import type {
  CallOptions,
  ListOptions,
  WriteOptions,
} from './SprintConnectClientOptions';

/** The part of the client about who has which role in the caller's organisation. @public */
export interface RolesClient {
  /** `GET /v1/role-bindings` */
  list<F extends keyof RoleBinding = keyof RoleBinding>(
    query?: ListOptions<F> & Pick<RoleBindingQuery, 'role' | 'q'>,
    options?: CallOptions,
  ): Promise<Page<Pick<RoleBinding, F>>>;
  /** `POST /v1/role-bindings`. A binding that is there already is answered again. */
  bind(body: BindRole, options?: WriteOptions): Promise<RoleBinding>;
  /** `DELETE /v1/role-bindings/{id}`. Repeating it changes nothing. */
  unbind(id: string, options?: WriteOptions): Promise<void>;
  /** `GET /v1/me/roles` */
  mine(options?: CallOptions): Promise<MyRoles>;
  /** `GET /v1/organization` */
  organization(options?: CallOptions): Promise<Organization>;
}

export function createRolesClient(rest: Rest): RolesClient {
  return {
    list: (query = {}, options) =>
      rest.read(
        '/v1/role-bindings',
        pageSchema(itemSchema(roleBindingSchema, query.fields)),
        { ...options, query },
      ),
    bind: (body, options) =>
      rest.read('/v1/role-bindings', roleBindingSchema, {
        ...options,
        method: 'POST',
        body,
      }),
    async unbind(id, options) {
      await rest.send(path`/v1/role-bindings/${id}`, {
        ...options,
        method: 'DELETE',
      });
    },
    mine: options => rest.read('/v1/me/roles', myRolesSchema, { ...options }),
    organization: options =>
      rest.read('/v1/organization', organizationSchema, { ...options }),
  };
}
