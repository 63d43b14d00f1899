import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();
export const serversRouteRef = createRouteRef();
export const auditRouteRef = createRouteRef();
export const discoverRouteRef = createRouteRef();

export const registerRouteRef = createSubRouteRef({
  parent: serversRouteRef,
  path: '/register',
});
export const serverRouteRef = createSubRouteRef({
  parent: serversRouteRef,
  path: '/:serverId',
});
export const serverCapabilitiesRouteRef = createSubRouteRef({
  parent: serversRouteRef,
  path: '/:serverId/capabilities',
});
export const serverVersionsRouteRef = createSubRouteRef({
  parent: serversRouteRef,
  path: '/:serverId/versions',
});
export const serverHealthRouteRef = createSubRouteRef({
  parent: serversRouteRef,
  path: '/:serverId/health',
});
