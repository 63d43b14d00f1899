import fc from 'fast-check';
import {
  accessRoleSchema,
  accessScopeSchema,
  availablePermissions,
  offeredScopes,
  organisationScopes,
  serverDeletePermission,
  serverUpdatePermission,
  sprintconnectPermissions,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import { decideForMachine } from './decideForMachine';

const ref = 'api-key:1';
const decide = (permission: Permission, roles: string[], scopes: string[]) =>
  decideForMachine(permission, { roles, scopes, ref });
const of = (roles: string[], scopes: string[] = []) =>
  sprintconnectPermissions
    .filter(
      each => decide(each, roles, scopes).result === AuthorizeResult.ALLOW,
    )
    .map(({ name }) => name.replace('sprintconnect.', ''))
    .sort();

describe('the permissions of a machine', () => {
  it('are those of its roles', () => {
    expect(of(['viewer'])).toEqual([
      'capability.read',
      'metrics.read',
      'server.read',
      'session.read',
    ]);
    expect(of(['engineer'])).toEqual(
      expect.arrayContaining(['server.create', 'capability.use']),
    );
    expect(of(['engineer'])).not.toContain('server.update');
    expect(of(['admin'])).toHaveLength(sprintconnectPermissions.length);
  });

  it('are on servers of their own for an engineer, within the scopes', () => {
    const conditions = { rule: 'IS_OWNER', params: { claims: [ref] } };
    expect(decide(serverUpdatePermission, ['engineer'], [])).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      conditions,
    });
    const within = ['mcp:servers:update'];
    expect(decide(serverDeletePermission, ['engineer'], within)).toMatchObject({
      conditions,
    });
    expect(
      decide(serverUpdatePermission, ['engineer'], ['mcp:servers:read']).result,
    ).toBe(AuthorizeResult.DENY);
  });

  it('are those of its scopes', () => {
    expect(of([], ['mcp:servers:read'])).toEqual(['server.read']);
    expect(of([], ['mcp:servers:update', 'audit:read'])).toEqual([
      'audit.read',
      'server.delete',
      'server.update',
    ]);
    expect(of([], ['org:*'])).toEqual([
      'access.manage',
      'audit.read',
      'jobs.manage',
    ]);
    expect(of([], [...organisationScopes])).toEqual(of([], ['org:*']));
  });

  it('are all that there are today with all scopes that are offered, and no more', () => {
    const today = availablePermissions
      .map(({ name }) => name.replace('sprintconnect.', ''))
      .sort();
    expect(of([], [...offeredScopes])).toEqual(today);
    expect(of(['admin'], [...offeredScopes])).toEqual(today);
    for (const scope of offeredScopes) expect(of([], [scope])).not.toEqual([]);
  });

  it('are what both allow, where there are both', () => {
    expect(of(['viewer'], ['mcp:servers:read', 'org:*'])).toEqual([
      'server.read',
    ]);
    expect(of(['admin'], ['openid'])).toEqual([]);
  });

  it('are none for what nobody knows', () => {
    expect(of([], [])).toEqual([]);
    expect(of(['root', '__proto__', 'constructor'])).toEqual([]);
    expect(of([], ['*', 'toString', 'mcp:*'])).toEqual([]);
  });

  it('never grow by a scope beside a role', () => {
    const names = [...accessScopeSchema.options, 'openid'];
    fc.assert(
      fc.property(
        fc.subarray([...accessRoleSchema.options], { minLength: 1 }),
        fc.subarray(names),
        (roles, scopes) => {
          const alone = of(roles);
          expect(of(roles, scopes).every(each => alone.includes(each))).toBe(
            true,
          );
        },
      ),
    );
  });
});
