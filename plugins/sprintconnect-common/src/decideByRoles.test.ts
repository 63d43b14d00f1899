import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createPermission } from '@backstage/plugin-permission-common';
import { serverConditions } from './conditions';
import { decideByRoles } from './decideByRoles';
import { sprintconnectPermissions } from './permissions';

const answers = (roles: string[], ownershipRefs = ['group:default/team']) =>
  Object.fromEntries(
    sprintconnectPermissions.map(permission => [
      permission.name.replace('sprintconnect.', ''),
      decideByRoles(permission, { roles, ownershipRefs })?.result,
    ]),
  );
const only = (result: AuthorizeResult, roles: string[]) =>
  Object.entries(answers(roles))
    .filter(([, each]) => each === result)
    .map(([name]) => name);

describe('decideByRoles', () => {
  it('follows the table of the contract', () => {
    expect(only(AuthorizeResult.DENY, ['admin'])).toEqual([]);
    expect(only(AuthorizeResult.ALLOW, ['viewer'])).toEqual([
      'server.read',
      'capability.read',
      'session.read',
      'metrics.read',
    ]);
    expect(only(AuthorizeResult.CONDITIONAL, ['viewer'])).toEqual([]);
    expect(only(AuthorizeResult.ALLOW, ['engineer'])).toEqual([
      'server.read',
      'server.create',
      'capability.read',
      'capability.use',
      'session.read',
      'session.create',
      'session.update',
      'session.delete',
      'metrics.read',
    ]);
    expect(only(AuthorizeResult.CONDITIONAL, ['engineer'])).toEqual([
      'server.update',
      'server.delete',
    ]);
  });

  it('lets an engineer change what they own, and who owns nothing nothing', () => {
    const [permission] = sprintconnectPermissions.filter(
      ({ name }) => name === 'sprintconnect.server.update',
    );
    const claims = ['user:default/ada', 'group:default/team'];
    expect(
      decideByRoles(permission, { roles: ['engineer'], ownershipRefs: claims }),
    ).toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'sprintconnect',
      resourceType: 'mcp-server',
      conditions: serverConditions.isOwner({ claims }),
    });
    expect(answers(['engineer'], [])['server.update']).toBe(
      AuthorizeResult.DENY,
    );
  });

  it('adds up roles, and gives nothing for those that do not exist', () => {
    expect(answers(['viewer', 'admin'])).toEqual(answers(['admin']));
    for (const roles of [[], ['root', '__proto__', 'constructor']]) {
      expect(new Set(Object.values(answers(roles)))).toEqual(
        new Set([AuthorizeResult.DENY]),
      );
    }
  });

  it('has nothing to say about permissions of others', () => {
    const permission = createPermission({
      name: 'catalog.entity.create',
      attributes: { action: 'create' },
    });
    const who = { roles: ['admin'], ownershipRefs: [] };
    expect(decideByRoles(permission, who)).toBeUndefined();
  });
});
