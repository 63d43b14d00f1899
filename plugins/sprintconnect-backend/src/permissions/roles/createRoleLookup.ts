import type { UserInfoService } from '@backstage/backend-plugin-api';
import {
  type AccessRole,
  accessRoleSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../../http';
import { PromiseCache } from '../../pace';
import type { Clock, RequestContext } from '../../ports';
import type { ConfiguredRole } from './configuredRoles';
import type { RoleBindingStore } from './RoleBindingStore';

const KNOWN_MAX = 20_000;

/** Somebody whose roles are asked for. */
export type Bearer = Pick<RequestContext, 'caller' | 'orgId' | 'credentials'>;

/** Which roles are bound to somebody, in the portal or in the configuration. */
export interface RoleLookup {
  /**
   * The most powerful first. For a user those of everything that they own by, too. A service has none: the portal
   * decides about it. A 503 problem when the portal does not say who a user is.
   */
  boundTo(bearer: Bearer): Promise<readonly AccessRole[]>;
  /** Forgets what was looked up: a role was given or taken. */
  forget(): void;
}

/** Looks roles up, and keeps them for `seconds`. 0: not at all. */
export function createRoleLookup(options: {
  bindings: Pick<RoleBindingStore, 'rolesOf'>;
  configured: readonly ConfiguredRole[];
  userInfo: UserInfoService;
  clock: Clock;
  seconds: number;
}): RoleLookup {
  const { bindings, configured, userInfo, clock, seconds } = options;
  const known = new PromiseCache<readonly AccessRole[]>({
    clock,
    keptMs: seconds * 1000,
    max: KNOWN_MAX,
  });

  const lookUp = async (bearer: Bearer) => {
    const subjects = await subjectsOf(userInfo, bearer);
    if (subjects.length === 0) return [];
    const given = new Set<string>([
      ...configured
        .filter(({ subject }) => subjects.includes(subject))
        .map(({ role }) => role),
      ...(await bindings.rolesOf(bearer, subjects)),
    ]);
    return accessRoleSchema.options.filter(role => given.has(role));
  };

  return {
    boundTo(bearer) {
      const { caller, orgId } = bearer;
      const key = JSON.stringify([orgId, caller.type, caller.ref]);
      return known.get(key, () => lookUp(bearer));
    },
    forget: () => known.clear(),
  };
}

/** Everything that a role can be bound to and that is, or holds, the bearer. */
async function subjectsOf(
  userInfo: UserInfoService,
  { caller, credentials }: Bearer,
): Promise<string[]> {
  if (caller.type === 'service') return [];
  if (caller.type !== 'user') return [caller.ref];
  if (!credentials) return [];
  const { userEntityRef, ownershipEntityRefs } = await userInfo
    .getUserInfo(credentials)
    .catch(cause => {
      throw new ProblemError({
        kind: 'portal-unavailable',
        detail:
          "The portal can't tell which groups you're in, so your roles aren't known. Try again in a moment.",
        headers: { 'Retry-After': '5' },
        cause,
      });
    });
  const refs = [caller.ref, userEntityRef, ...ownershipEntityRefs];
  const spelled = refs.map(ref => ref.toLocaleLowerCase('en-US'));
  return [...new Set([...spelled, '*'])];
}
