import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  type Server,
  type ServerAccess,
  serverDeletePermission,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer, RequestContext } from '../ports';

/** The permission that the route of each verb asks for, and that `access` in answers is made of. */
export const PERMISSION_TO = {
  update: serverUpdatePermission,
  discover: serverUpdatePermission,
  probe: serverUpdatePermission,
  delete: serverDeletePermission,
} as const satisfies Record<keyof ServerAccess, ResourcePermission>;

const ASKED = [...new Set(Object.values(PERMISSION_TO))];

/** Adds to a server what one caller may do with it. */
export type WithAccess = (server: Server) => Server;

/** What the caller may do with servers, by the same judgements that allow and refuse the writes themselves. */
export async function accessOf(
  authorizer: Authorizer,
  ctx: RequestContext,
): Promise<WithAccess> {
  const judgements = await authorizer.judgements(ctx, ASKED);
  const judgedBy = new Map(
    judgements.map(each => [each.permission.name, each]),
  );
  const allows = (verb: keyof ServerAccess, server: Server) =>
    judgedBy.get(PERMISSION_TO[verb].name)?.allows({ server }) === true;
  return server => ({
    ...server,
    access: {
      update: allows('update', server),
      discover: allows('discover', server),
      probe: allows('probe', server),
      delete: allows('delete', server),
    },
  });
}
