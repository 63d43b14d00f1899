import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import type { EventsService } from '@backstage/plugin-events-node';
import { SPRINTCONNECT_PLUGIN_ID } from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../../ports';
import type { AccessSettings } from '../AccessSettings';
import { adminsToAsk } from './adminsToAsk';
import type { RoleLookup } from './createRoleLookup';
import { createRolesRouter } from './createRolesRouter';
import type { RolesDeps } from './RolesDeps';

export interface Roles extends Pick<RoleLookup, 'boundTo'> {
  /** Whom a user can ask for more, by entity reference; undefined where it is nobody or not for the caller to know. */
  adminsToAsk(ctx: RequestContext): Promise<string[] | undefined>;
  /** How many there are in the organisation, those of the configuration among them. */
  countBindings(ctx: RequestContext): Promise<number>;
  /** `/v1/role-bindings` and `GET /v1/me/roles`. */
  router: Router;
  /** Hears of changes that other instances make. */
  start(): Promise<void>;
}

/** Who has which role. */
export function createRoles(
  options: Omit<RolesDeps, 'issuers' | 'rolesChanged'> & {
    events: EventsService;
    lookup: RoleLookup;
  },
  settings: Pick<AccessSettings, 'issuers'>,
): Roles {
  const { authorizer, bindings, configured, events, lookup } = options;
  const rolesChanged = () => {
    lookup.forget();
    authorizer.forget();
  };
  const issuers = settings.issuers.map(({ issuer }) => issuer);
  return {
    boundTo: lookup.boundTo,
    adminsToAsk: ctx => adminsToAsk({ bindings, configured }, ctx),
    countBindings: async ctx => configured.length + (await bindings.count(ctx)),
    router: createRolesRouter({ ...options, issuers, rolesChanged }, lookup),
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
