import {
  createFrontendPlugin,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiPlugLine } from '@remixicon/react';
import { clientApi } from './api';
import {
  entityCapabilities,
  entityCard,
  entityHealth,
  entityHealthCard,
} from './entity/extensions';
import { homeWidget } from './home/extensions';
import {
  auditRouteRef,
  discoverRouteRef,
  rootRouteRef,
  serversRouteRef,
} from './routes';
import {
  capabilityResultItem,
  capabilityResultType,
  serverResultItem,
  serverResultType,
} from './search/extensions';

const page = PageBlueprint.make({
  params: {
    path: '/sprintconnect',
    routeRef: rootRouteRef,
    title: 'SprintConnect',
    icon: <RiPlugLine />,
  },
});

const servers = SubPageBlueprint.make({
  name: 'servers',
  params: {
    path: 'servers',
    routeRef: serversRouteRef,
    title: 'Servers',
    loader: () =>
      import('./registry').then(({ ServerPages }) => <ServerPages />),
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

const audit = SubPageBlueprint.make({
  name: 'audit',
  params: {
    path: 'audit',
    routeRef: auditRouteRef,
    title: 'Audit',
    loader: () => import('./audit').then(({ AuditPage }) => <AuditPage />),
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
    audit: auditRouteRef,
  },
  extensions: [
    clientApi,
    page,
    servers,
    discover,
    audit,
    entityCard,
    entityCapabilities,
    homeWidget,
    serverResultItem,
    capabilityResultItem,
    serverResultType,
    capabilityResultType,
    entityHealthCard,
    entityHealth,
  ],
});
