import { randomUUID } from 'node:crypto';
import type {
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  SPRINTCONNECT_PLUGIN_ID,
  sprintconnectPermissions,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Clock, Database, SliceWith } from '../ports';
import { type AccessAuthorizer, createAuthorizer } from './createAuthorizer';
import type { PermissionSettings } from './PermissionSettings';
import { type ConfiguredRole, configuredRoles } from './roles/configuredRoles';
import { createRoleLookup, type RoleLookup } from './roles/createRoleLookup';
import { RoleBindingStore } from './roles/RoleBindingStore';

export interface PermissionOptions {
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  clock: Clock;
  database: Database;
  events: EventsService;
  userInfo: UserInfoService;
}

export interface Permissions extends SliceWith<'start'> {
  authorizer: AccessAuthorizer;
  /** The roles of somebody. */
  boundTo: RoleLookup['boundTo'];
  /** Roles that were bound in the portal. */
  bindings: RoleBindingStore;
  /** Roles of the configuration. */
  configured: readonly ConfiguredRole[];
  /** To be told after each change of a binding, when it has committed. */
  rolesChanged(): void;
}

/** What callers may do; also registers the plugin's permissions. */
export function createPermissions(
  options: PermissionOptions,
  settings: PermissionSettings,
): Permissions {
  const { database, events } = options;
  const { decisionSeconds } = settings;
  options.permissionsRegistry.addPermissions(sprintconnectPermissions);
  const bindings = new RoleBindingStore(database);
  const configured = configuredRoles(settings.roles);
  const lookup = createRoleLookup({
    ...options,
    bindings,
    configured,
    seconds: decisionSeconds,
  });
  const { boundTo } = lookup;
  const authorizer = createAuthorizer({ ...options, boundTo, decisionSeconds });
  const rolesChanged = () => {
    lookup.forget();
    authorizer.forget();
  };
  return {
    authorizer,
    boundTo,
    bindings,
    configured,
    rolesChanged,
    // Begins to hear of roles that other instances change.
    start: () =>
      events.subscribe({
        // Instances that share a name would share the events, and each must hear all.
        id: `roles-${randomUUID()}`,
        topics: [SPRINTCONNECT_PLUGIN_ID],
        async onEvent({ eventPayload }) {
          const { type } = (eventPayload ?? {}) as { type?: unknown };
          if (type === 'access.roles.changed') rolesChanged();
        },
      }),
  };
}
