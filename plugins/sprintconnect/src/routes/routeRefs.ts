import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();
export const serversRouteRef = createRouteRef();
export const adminRouteRef = createRouteRef();
export const discoverRouteRef = createRouteRef();
export const callsRouteRef = createRouteRef();
export const connectionsRouteRef = createRouteRef();

/** Where the portal lists its templates: the scaffolder, where it is installed. */
export const newServerRouteRef = createExternalRouteRef({
  defaultTarget: 'scaffolder.root',
});

export const registerRouteRef = createSubRouteRef({
  parent: serversRouteRef,
  path: '/register',
});
export const serverRouteRef = createSubRouteRef({
  parent: serversRouteRef,
  path: '/:serverId',
});
export const serverEditRouteRef = createSubRouteRef({
  parent: serversRouteRef,
  path: '/:serverId/edit',
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
/** Where capabilities of a kind are tried; see `useTryPath` for the address of one of them. */
export const tryRouteRef = createSubRouteRef({
  parent: serversRouteRef,
  path: '/:serverId/try/:kind',
});
export const serverActivityRouteRef = createSubRouteRef({
  parent: serversRouteRef,
  path: '/:serverId/activity',
});

/** One call, whoever made it: the address to send to others. */
export const callRouteRef = createSubRouteRef({
  parent: callsRouteRef,
  path: '/:callId',
});

export const keysRouteRef = createSubRouteRef({
  parent: adminRouteRef,
  path: '/keys',
});
export const credentialsRouteRef = createSubRouteRef({
  parent: adminRouteRef,
  path: '/credentials',
});
export const egressRouteRef = createSubRouteRef({
  parent: adminRouteRef,
  path: '/egress',
});
export const rolesRouteRef = createSubRouteRef({
  parent: adminRouteRef,
  path: '/roles',
});
export const organisationRouteRef = createSubRouteRef({
  parent: adminRouteRef,
  path: '/organisation',
});
export const auditRouteRef = createSubRouteRef({
  parent: adminRouteRef,
  path: '/audit',
});
