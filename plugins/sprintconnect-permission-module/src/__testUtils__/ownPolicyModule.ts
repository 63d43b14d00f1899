import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { createRoleReader } from '@sprintconnect/plugin-permission-backend-module-sprintconnect';
import { decideByRoles } from '@sprintconnect/plugin-sprintconnect-common';

/** A policy that knows SprintConnect, and has rules of its own. */
export const ownPolicyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'own-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        policy: policyExtensionPoint,
        userInfo: coreServices.userInfo,
      },
      async init({ policy, ...services }) {
        const rolesOf = await createRoleReader(services);
        policy.setPolicy({
          async handle({ permission }, user) {
            if (permission.name.startsWith('sprintconnect.')) {
              const holder = await rolesOf(user?.credentials);
              return (
                decideByRoles(permission, holder) ?? {
                  result: AuthorizeResult.DENY,
                }
              );
            }
            // Here is what your portal says about everything else.
            return permission.attributes.action === 'delete'
              ? { result: AuthorizeResult.DENY }
              : { result: AuthorizeResult.ALLOW };
          },
        });
      },
    });
  },
});
