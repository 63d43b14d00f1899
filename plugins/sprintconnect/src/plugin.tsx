import {
  createFrontendPlugin,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiPlugLine } from '@remixicon/react';
import { clientApi } from './api';
import { entityCapabilities, entityCard } from './entity/extensions';
import { rootRouteRef, serversRouteRef } from './routes';

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
  routes: { root: rootRouteRef, servers: serversRouteRef },
  extensions: [clientApi, page, servers, entityCard, entityCapabilities],
});
