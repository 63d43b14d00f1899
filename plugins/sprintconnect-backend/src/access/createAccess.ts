import type { RequestHandler, Router } from 'express';
import type {
  HttpAuthService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { sprintconnectPermissions } from '@sprintconnect/plugin-sprintconnect-common';
import type { Authorizer } from '../ports';
import { authenticate } from './authenticate';
import { createAuthorizer } from './createAuthorizer';
import { createMeRouter } from './createMeRouter';
import { identifyRequest } from './identifyRequest';

export interface AccessOptions {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  /** The configured ones, which `GET /v1/me` tells. */
  environments: readonly string[];
  /** Names of the stdio servers that a registration may name. */
  stdioEntries: readonly string[];
}

export interface Access {
  /** Before everything: gives each answer its request id. */
  identify: RequestHandler;
  /** Before every route that needs a caller. */
  authenticate: RequestHandler;
  authorizer: Authorizer;
  /** `GET /v1/me`. */
  router: Router;
}

/** Who is calling, and may they; also registers the plugin's permissions. */
export function createAccess(options: AccessOptions): Access {
  const { httpAuth, permissions, permissionsRegistry, ...choices } = options;
  permissionsRegistry.addPermissions(sprintconnectPermissions);
  const authorizer = createAuthorizer(permissions);
  return {
    identify: identifyRequest(),
    authenticate: authenticate(httpAuth),
    authorizer,
    router: createMeRouter({ authorizer, ...choices }),
  };
}
