import { createBackendPlugin } from '@backstage/backend-plugin-api';
import {
  mcpConnectionOf,
  SPRINTCONNECT_PLUGIN_ID,
} from '@sprintconnect/plugin-sprintconnect-common';
import { createActions } from './actions';
import { createAdministration } from './administration';
import { readSettings, type Settings } from './config';
import { createCredentials } from './credentials';
import { connectionAddresses, createConnections } from './connections';
import { createDiscovery } from './discovery';
import { createGateway } from './gateway';
import { createHealth } from './health';
import { hostServices, type HostServices } from './hostServices';
import { mountRoutes } from './mountRoutes';
import { createOauth } from './oauth';
import { openAccess } from './openAccess';
import { openPlumbing, type Plumbing } from './openPlumbing';
import { type Permissions, policyHashOf } from './permissions';
import type { Authorizer, Slice } from './ports';
import { createRegistry } from './registry';
import { runInBackground } from './runInBackground';
import { scheduleTasks } from './scheduleTasks';
import { createSearch } from './search';
import { createStreams } from './streams';
import { createUpstream } from './upstream';
import { wakeSignals } from './wakeSignals';

/**
 * The plugin alone, without the checks of a production start; for tests that add modules to it.
 *
 * @public
 */
export const sprintconnectPlugin = createBackendPlugin({
  pluginId: SPRINTCONNECT_PLUGIN_ID,
  register(env) {
    env.registerInit({ deps: hostServices, init });
  },
});

/** The order of the lines is the ladder, the lowest slice first: none can be given what is not built yet. */
async function init(services: HostServices): Promise<void> {
  const settings = readSettings(services.config);
  const policyHash = policyHashOf(settings);
  services.logger.info(`Access rules in force: policy hash ${policyHash}`);
  const plumbing = await openPlumbing(services, { settings, policyHash });
  const { cursors, worker } = plumbing;
  const access = await openAccess(services, { settings, plumbing });
  const { organisations, permissions, identity, authorizer, baseUrl } = access;
  const ports = { ...plumbing, authorizer, organisations, baseUrl };
  const servers = openServers(ports, { settings, admins: permissions });
  const { oauth, credentials, upstream, logins, addresses } = servers;
  const search = createSearch(ports, settings.search);
  const registry = createRegistry(
    {
      ...ports,
      credentials: credentials.ofServers,
      searchIndex: search.index,
      filterReader: search.filterReader,
    },
    registrySettingsOf(settings),
  );
  const known = { registry: registry.service, upstream };
  const health = createHealth(
    { ...ports, settings: healthSettingsOf(settings) },
    known,
  );
  const people = { ...ports, ...known, grants: oauth.grants };
  const connections = createConnections({ ...people, logins }, addresses);
  const gateway = createGateway(
    { ...ports, ...plumbing.limits, links: connections.links, settings },
    { upstream, health },
  );
  const slices: Slice[] = [
    ...plumbing.slices,
    { routers: plumbing.routers({ authorizer, cursors }) },
    permissions,
    oauth,
    identity,
    credentials,
    search,
    registry,
    createDiscovery({ ...ports, settings: settings.discovery }, known),
    health,
    connections,
    gateway,
    createStreams({
      ...ports,
      registry: registry.service,
      settings: settings.events,
    }),
    createAdministration(
      {
        ...plumbing,
        ...permissions,
        keys: identity.keys,
        registry: registry.service,
        tenancy: organisations,
      },
      {
        ...choicesOf(settings),
        ...accessChoicesOf(settings, baseUrl),
      },
    ),
  ];

  const actions = createActions(
    { ...ports, ...search, ...health, ...settings, ...gateway, ...known },
    { ...plumbing, ...identity, ...plumbing.limits },
  );

  registry.registerResources(services.permissionsRegistry);
  if (settings.roles.includes('api')) {
    actions.register(services.actionsRegistry);
  }
  worker.handle(slices.flatMap(({ jobs }) => jobs ?? []));
  mountRoutes(services, { ...access, settings, plumbing, slices });
  runInBackground(services.lifecycle, { roles: settings.roles, slices });
  wakeSignals(services);
  if (settings.roles.includes('scheduler')) {
    await scheduleTasks(services.scheduler, slices);
  }
}

/** What speaks to servers, and with which credentials. */
function openServers(
  ports: Plumbing & { authorizer: Authorizer; baseUrl: string },
  given: {
    settings: Settings;
    admins: Permissions;
  },
) {
  const { settings, admins } = given;
  const { egress, clock, baseUrl } = ports;
  const { portalUrl = baseUrl } = settings;
  const addresses = connectionAddresses({ portalUrl, baseUrl });
  const { environments } = settings;
  const oauth = createOauth({
    ...{ ...ports, addresses },
    settings: settings.oauth,
  });
  const credentials = createCredentials(
    { ...ports, tokens: oauth.tokens, persons: oauth.grants },
    { settings: settings.credentials, environments, admins },
  );
  const upstream = createUpstream({
    egress,
    credentials: credentials.source,
    clock,
    settings: settings.upstream,
    environment: settings.processEnvironment,
  });
  return { oauth, credentials, upstream, logins: credentials, addresses };
}

/** What a registration may choose from. */
function choicesOf({ calls, environments, health, upstream }: Settings) {
  return {
    environments,
    stdioEntries: Object.keys(upstream.stdio),
    timeoutsMax: {
      connectTimeoutMs: upstream.connectTimeoutMsMax,
      probeTimeoutMs: health.timeoutMsMax,
    },
    callsMax: {
      timeoutMs: calls.timeoutMsMax,
      resultBytesMax: calls.serverResultBytesMax,
    },
  };
}

/** Who gives credentials, and to what they open the way. */
function accessChoicesOf(settings: Settings, baseUrl: string) {
  const { access, portalSignIn, tenancy } = settings;
  const signIn = portalSignIn !== undefined;
  return {
    issuers: access.issuers,
    mode: tenancy.mode,
    connect: { ...mcpConnectionOf(undefined, baseUrl), signIn },
  };
}

function registrySettingsOf(settings: Settings) {
  const { discovery, health } = settings;
  return { ...choicesOf(settings), discovery, probes: health.enabled };
}

/** A process that is probed takes as long to start as one that is discovered. */
function healthSettingsOf({ health, upstream }: Settings) {
  return { ...health, connectTimeoutMs: upstream.connectTimeoutMs };
}
