import {
  capabilityReadPermission,
  capabilityUsePermission,
  serverReadPermission,
  SPRINTCONNECT_PLUGIN_ID,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Settings } from './config';
import { createOriginGuard } from './gateway';
import type { HostServices } from './hostServices';
import { createIdentity } from './identity';
import type { Plumbing } from './openPlumbing';
import { createTenancy } from './organisations';
import { createPermissions } from './permissions';
import type { Catalog } from './ports';

/** What whoever uses anything holds, as `gateway/pipeline/steps.ts` asks of every call. */
const TO_USE = [
  serverReadPermission,
  capabilityReadPermission,
  capabilityUsePermission,
];

/** What of the plumbing it stands on. */
interface AccessPlumbing
  extends
    Pick<Plumbing, 'clock' | 'database' | 'egress' | 'secret'>,
    Partial<Pick<Plumbing, 'failures'>> {
  catalog: Catalog;
}

/** Builds what knows who is calling, from where, of which organisation, and what they may do. */
export async function openAccess(
  services: HostServices,
  { settings, plumbing }: { settings: Settings; plumbing: AccessPlumbing },
) {
  const { discovery } = services;
  const given = { ...services, ...plumbing };
  const organisations = createTenancy({
    ...plumbing,
    settings: settings.tenancy,
  });
  const { portalSignIn, portalUrl } = settings;
  const external = await discovery.getExternalBaseUrl(SPRINTCONNECT_PLUGIN_ID);
  const internal = await discovery.getBaseUrl(SPRINTCONNECT_PLUGIN_ID);
  const identity = createIdentity(
    { ...given, tenancy: organisations },
    {
      settings: settings.access,
      baseUrls: { external, internal },
      ...(portalSignIn && {
        signIn: {
          issuer: await discovery.getExternalBaseUrl('auth'),
          ...portalSignIn,
        },
      }),
    },
  );
  const permissions = createPermissions(given, settings.access);
  const { authorizer } = permissions;
  // By which people, pages and other backends reach us.
  const addresses = [external, internal, ...(portalUrl ? [portalUrl] : [])];
  const originGuard = createOriginGuard(settings.gateway, addresses);
  const scopeGuard = identity.requireScopes(ctx =>
    authorizer.scopesLackedBy(ctx, TO_USE),
  );
  return {
    ...{ organisations, permissions, identity, authorizer },
    ...{ originGuard, scopeGuard, baseUrl: external },
  };
}
