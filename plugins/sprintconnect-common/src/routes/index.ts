import { accessRoutes } from './accessRoutes';
import type { ApiRoute } from './ApiRoute';
import { auditRoutes } from './auditRoutes';
import { callRoutes } from './callRoutes';
import { connectionRoutes } from './connectionRoutes';
import { credentialRoutes } from './credentialRoutes';
import { egressRoutes } from './egressRoutes';
import { healthRoutes } from './healthRoutes';
import { platformRoutes } from './platformRoutes';
import { searchRoutes } from './searchRoutes';
import { serverRoutes } from './serverRoutes';

export type { ApiRoute, ComponentName } from './ApiRoute';
export { pathParameters } from './pathParameters';

/** Every route of the REST contract that exists. */
export const apiRoutes: readonly ApiRoute[] = [
  ...serverRoutes,
  ...credentialRoutes,
  ...connectionRoutes,
  ...healthRoutes,
  ...searchRoutes,
  ...accessRoutes,
  ...auditRoutes,
  ...callRoutes,
  ...egressRoutes,
  ...platformRoutes,
];
