import fc from 'fast-check';
import {
  accessRoleSchema,
  accessScopeSchema,
  sprintconnectPermissions,
} from '@sprintconnect/plugin-sprintconnect-common';
import { permissionsOf } from './permissionsOf';

const of = (roles: string[], scopes: string[] = []) =>
  [...permissionsOf({ roles, scopes })]
    .map(name => name.replace('sprintconnect.', ''))
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
    const all = sprintconnectPermissions.map(({ name }) => name);
    const admin = permissionsOf({ roles: ['admin'], scopes: [] });
    expect(all.filter(name => !admin.has(name))).toEqual([]);
  });

  it('are those of its scopes', () => {
    expect(of([], ['mcp:servers:read'])).toEqual(['server.read']);
    expect(of([], ['mcp:servers:update', 'audit:read'])).toEqual([
      'audit.read',
      'server.delete',
      'server.update',
    ]);
    expect(of([], ['org:*'])).toContain('access.manage');
    expect(of([], ['org:*'])).not.toContain('server.create');
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
