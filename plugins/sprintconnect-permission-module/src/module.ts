import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { decideByRoles } from '@sprintconnect/plugin-sprintconnect-common';
import { createRoleReader } from './createRoleReader';
import { readSettings } from './readSettings';

/**
 * START HERE. The policy of a portal: roles decide about SprintConnect, and the configuration about everything else.
 *
 * @public
 */
export const permissionModuleSprintConnect = createBackendModule({
  pluginId: 'permission',
  moduleId: 'sprintconnect',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        policy: policyExtensionPoint,
        userInfo: coreServices.userInfo,
      },
      async init({ config, policy, ...services }) {
        const { others, cacheSeconds } = readSettings(config);
        const roles = await createRoleReader(services, { cacheSeconds });
        const result =
          others === 'allow' ? AuthorizeResult.ALLOW : AuthorizeResult.DENY;
        policy.setPolicy({
          async handle({ permission }, user) {
            // Asks for roles only where they decide.
            if (!decideByRoles(permission, { roles: [], ownershipRefs: [] })) {
              return { result };
            }
            const holder = await roles(user?.credentials);
            return decideByRoles(permission, holder) ?? { result };
          },
        });
      },
    });
  },
});
