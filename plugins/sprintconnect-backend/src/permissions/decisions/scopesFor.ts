import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  type AccessScope,
  offeredScopes,
} from '@sprintconnect/plugin-sprintconnect-common';
import { decideForMachine, type Machine } from './decideForMachine';

/**
 * The scopes that all of these permissions take, where a machine lacks one of the permissions and would not with these scopes. Undefined
 * where it lacks none, and where its roles refuse: no scope would help.
 */
export function scopesFor(
  permissions: readonly Permission[],
  machine: Machine,
): AccessScope[] | undefined {
  const holds = (permission: Permission, scopes: readonly string[]) =>
    decideForMachine(permission, { ...machine, scopes }).result !==
    AuthorizeResult.DENY;
  if (permissions.every(each => holds(each, machine.scopes))) return undefined;
  const needed = offeredScopes.filter(scope =>
    permissions.some(
      each =>
        decideForMachine(each, { ref: machine.ref, roles: [], scopes: [scope] })
          .result !== AuthorizeResult.DENY,
    ),
  );
  const all = [...machine.scopes, ...needed];
  return permissions.every(each => holds(each, all)) ? needed : undefined;
}
