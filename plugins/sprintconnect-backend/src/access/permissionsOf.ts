import type {
  AccessRole,
  AccessScope,
} from '@sprintconnect/plugin-sprintconnect-common';

const named = (...names: string[]) =>
  names.map(name => `sprintconnect.${name}`);

const READING = named(
  'server.read',
  'capability.read',
  'session.read',
  'metrics.read',
);
const USING = named(
  'server.create',
  'capability.use',
  'session.create',
  'session.update',
  'session.delete',
);
const ADMINISTERING = named(
  'server.approve',
  'audit.read',
  'jobs.manage',
  'policy.manage',
  'trust.manage',
  'egress.manage',
  'access.manage',
);

const BY_SCOPE: Record<AccessScope, readonly string[]> = {
  'mcp:servers:read': named('server.read'),
  'mcp:servers:create': named('server.create'),
  'mcp:servers:update': named('server.update', 'server.delete'),
  'mcp:capabilities:read': named('capability.read'),
  'mcp:capabilities:use': named('capability.use'),
  'chat:sessions:*': named(
    'session.read',
    'session.create',
    'session.update',
    'session.delete',
  ),
  'metrics:read': named('metrics.read'),
  'audit:read': named('audit.read'),
  'org:*': ADMINISTERING,
};

/** What a role holds without a condition. An engineer changes only their own servers, and a machine owns none. */
const BY_ROLE: Record<AccessRole, readonly string[]> = {
  viewer: READING,
  engineer: [...READING, ...USING],
  admin: [
    ...READING,
    ...USING,
    ...ADMINISTERING,
    ...named('server.update', 'server.delete'),
  ],
};

/**
 * The names of the permissions of a machine. Roles say what it may do and scopes narrow that down, so that with both
 * it holds what both allow; with only one of them that one decides. Roles and scopes of others count as given and
 * allow nothing.
 */
export function permissionsOf(grants: {
  roles: readonly string[];
  scopes: readonly string[];
}): ReadonlySet<string> {
  const byRole = union(grants.roles, BY_ROLE);
  const byScope = union(grants.scopes, BY_SCOPE);
  if (grants.roles.length === 0) return byScope;
  if (grants.scopes.length === 0) return byRole;
  return new Set([...byRole].filter(name => byScope.has(name)));
}

function union(
  names: readonly string[],
  table: Readonly<Record<string, readonly string[]>>,
): Set<string> {
  return new Set(
    names.flatMap(name => (Object.hasOwn(table, name) ? table[name] : [])),
  );
}
