import express from 'express';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  decideByRoles,
  type AccessRole,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Group that owns the servers of the walk. */
export const OWNERS = 'group:default/tides';

/** Users by name: their role, the group that they are in, and what they own things by. */
export const PEOPLE: Record<
  string,
  { role: AccessRole; group?: string; owns?: string }
> = {
  vera: { role: 'viewer', group: OWNERS },
  erin: { role: 'engineer', group: 'group:default/acme' },
  olga: { role: 'engineer', group: OWNERS, owns: OWNERS },
  ada: { role: 'admin', group: 'group:default/acme' },
  otto: { role: 'admin', group: 'group:default/globex' },
  nomad: { role: 'admin' },
};

/** Whom a policy of a test is about: `acme-…` and `globex-…` are of these organisations, and hold no role. */
function guestOf(name: string): { group: string } | undefined {
  const [, orgId] = /^(acme|globex)-/.exec(name) ?? [];
  return orgId === undefined ? undefined : { group: `group:default/${orgId}` };
}

const GROUPS: Record<string, { type: string; up: string[] }> = {
  'group:default/rain': { type: 'team', up: ['group:default/acme'] },
  [OWNERS]: { type: 'team', up: ['group:default/acme'] },
  'group:default/acme': { type: 'organization', up: [] },
  'group:default/globex': { type: 'organization', up: [] },
};

function entityOf(ref: string) {
  const [, kind, name] = /^(.+):default\/(.+)$/.exec(ref) ?? [];
  const person = kind === 'user' ? (PEOPLE[name] ?? guestOf(name)) : undefined;
  const group = GROUPS[ref];
  if (!person && !group) return null;
  const up = group?.up ?? (person?.group ? [person.group] : []);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: group ? 'Group' : 'User',
    metadata: { namespace: 'default', name },
    spec: { type: group?.type },
    relations: up.map(targetRef => ({
      type: group ? 'childOf' : 'memberOf',
      targetRef,
    })),
  };
}

/** As much of the catalog's HTTP interface as is asked for organisations. */
export const catalogOfPeople = createBackendPlugin({
  pluginId: 'catalog',
  register: env =>
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        const app = express();
        app.use(express.json());
        app.post('/entities/by-refs', (req, res) => {
          res.json({ items: req.body.entityRefs.map(entityOf) });
        });
        // The only list that is asked for: every organisation.
        app.get('/entities', (_req, res) => {
          res.json(
            Object.keys(GROUPS)
              .filter(ref => GROUPS[ref].type === 'organization')
              .map(entityOf),
          );
        });
        httpRouter.use(app);
      },
    }),
});

/** A permission framework that decides by roles; services may everything, as in Backstage, and a restricted one may read. */
export const permissionsOfPeople = createServiceFactory({
  service: coreServices.permissions,
  deps: {},
  factory: () => {
    const decide = (permission: Permission, principal: unknown) => {
      const { userEntityRef, subject } = principal as Record<string, string>;
      if (subject) {
        const allowed =
          subject !== 'external:limited' ||
          permission.name === 'sprintconnect.server.read';
        return {
          result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
        };
      }
      const person = PEOPLE[userEntityRef.replace('user:default/', '')];
      return decideByRoles(permission, {
        roles: [person.role],
        ownershipRefs: [userEntityRef, ...(person.owns ? [person.owns] : [])],
      });
    };
    return mockServices.permissions.mock({
      authorize: async (asked, { credentials }) =>
        asked.map(({ permission }) =>
          decide(permission, credentials.principal),
        ) as never,
      authorizeConditional: async (asked, { credentials }) =>
        asked.map(({ permission }) =>
          decide(permission, credentials.principal),
        ) as never,
    });
  },
});
