import { lazy } from 'react';
import {
  coreExtensionData,
  createFrontendPlugin,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiPlugLine } from '@remixicon/react';
import { keepArrival } from './arrival';
import { clientApi } from './client';
import {
  entityCapabilities,
  entityCard,
  entityHealth,
  entityHealthCard,
  entityLayout,
  entityVersions,
} from './entity';
import { homeWidget } from './home';
import {
  adminRouteRef,
  auditRouteRef,
  callsRouteRef,
  connectionsRouteRef,
  discoverRouteRef,
  newServerRouteRef,
  rootRouteRef,
  serversRouteRef,
} from './routes';
import { serverNameField, serverOutputs } from './scaffolder';
import { SprintConnectPage } from './SprintConnectPage';
import {
  capabilityResultItem,
  capabilityResultType,
  serverResultItem,
  serverResultType,
} from './search';

// Before the portal reads the address, and tells analytics of it.
keepArrival();

const TryPage = lazy(() =>
  import('./tryit').then(({ TryPage: loaded }) => ({ default: loaded })),
);

const page = PageBlueprint.makeWithOverrides({
  *factory(originalFactory, { config, inputs }) {
    const title = config.title ?? 'SprintConnect';
    // Sidebars sort by title, and nobody looks for MCP servers under the name of a product.
    const entry = config.title ?? 'MCP servers';
    const icon = <RiPlugLine />;
    const usual = originalFactory({
      path: '/sprintconnect',
      routeRef: rootRouteRef,
      title: entry,
      icon,
    });
    yield coreExtensionData.routePath(usual.get(coreExtensionData.routePath));
    yield coreExtensionData.routeRef(rootRouteRef);
    yield coreExtensionData.title(entry);
    yield coreExtensionData.icon(icon);
    yield coreExtensionData.reactElement(
      <SprintConnectPage
        title={title}
        icon={icon}
        subPages={inputs.pages.map(each => ({
          path: each.get(coreExtensionData.routePath),
          title: each.get(coreExtensionData.title),
          element: each.get(coreExtensionData.reactElement),
          onlyForAdmins: each.get(coreExtensionData.routeRef) === adminRouteRef,
        }))}
      />,
    );
  },
});

const servers = SubPageBlueprint.make({
  name: 'servers',
  params: {
    path: 'servers',
    routeRef: serversRouteRef,
    title: 'Servers',
    loader: () =>
      import('./registry').then(({ ServerPages }) => (
        <ServerPages tryPage={<TryPage />} />
      )),
  },
});

const discover = SubPageBlueprint.make({
  name: 'discover',
  params: {
    path: 'discover',
    routeRef: discoverRouteRef,
    title: 'Discover',
    loader: () =>
      import('./discover').then(({ DiscoverPage }) => <DiscoverPage />),
  },
});

const calls = SubPageBlueprint.make({
  name: 'calls',
  params: {
    path: 'calls',
    routeRef: callsRouteRef,
    title: 'My calls',
    loader: () => import('./calls').then(({ CallPages }) => <CallPages />),
  },
});

const connections = SubPageBlueprint.make({
  name: 'connections',
  params: {
    path: 'connections',
    routeRef: connectionsRouteRef,
    title: 'Connected accounts',
    loader: () =>
      import('./connections').then(({ ConnectionPages }) => (
        <ConnectionPages />
      )),
  },
});

const admin = SubPageBlueprint.make({
  name: 'admin',
  params: {
    path: 'admin',
    routeRef: adminRouteRef,
    title: 'Admin',
    loader: () => import('./admin').then(({ AdminPages }) => <AdminPages />),
  },
});

/**
 * SprintConnect in the portal: every extension in one list.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'sprintconnect',
  title: 'SprintConnect',
  icon: <RiPlugLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    servers: serversRouteRef,
    discover: discoverRouteRef,
    calls: callsRouteRef,
    connections: connectionsRouteRef,
    admin: adminRouteRef,
    audit: auditRouteRef,
  },
  externalRoutes: { newServer: newServerRouteRef },
  extensions: [
    clientApi,
    page,
    servers,
    discover,
    calls,
    connections,
    admin,
    entityCard,
    entityLayout,
    entityCapabilities,
    homeWidget,
    serverResultItem,
    capabilityResultItem,
    serverResultType,
    capabilityResultType,
    entityHealthCard,
    entityHealth,
    entityVersions,
    serverNameField,
    serverOutputs,
  ],
});
