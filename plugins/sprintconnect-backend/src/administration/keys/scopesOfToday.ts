import {
  type AccessScope,
  offeredScopes,
  organisationScopes,
} from '@sprintconnect/plugin-sprintconnect-common';

/**
 * The scopes that a new key is kept with, each one that there is today by its name: a scope or a part of a role that comes with
 * an upgrade must not come to keys that are there. A key with roles only gets all scopes, within which its roles decide.
 */
export function scopesOfToday(given: {
  scopes: readonly AccessScope[];
  roles: readonly string[];
}): AccessScope[] {
  const { scopes, roles } = given;
  if (scopes.length === 0) return roles.length > 0 ? [...offeredScopes] : [];
  const named = scopes.flatMap(scope =>
    scope === 'org:*' ? organisationScopes : [scope],
  );
  return [...new Set(named)];
}
