import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';

/** Test tokens as a plugin sends them for a user, of which the mocks forget that a plugin sent them. */
const auth = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }) {
    const mock = mockServices.auth({ pluginId: plugin.getId() });
    return {
      authenticate: async (token, options) => {
        const credentials = await mock.authenticate(token, options);
        const isUser = mock.isPrincipal(credentials, 'user');
        return isUser && token.startsWith('mock-service-token')
          ? mockCredentials.user(credentials.principal.userEntityRef, {
              actor: { subject: 'plugin:test' },
            })
          : credentials;
      },
      getLimitedUserToken: credentials => mock.getLimitedUserToken(credentials),
      getNoneCredentials: () => mock.getNoneCredentials(),
      getOwnServiceCredentials: () => mock.getOwnServiceCredentials(),
      getPluginRequestToken: options => mock.getPluginRequestToken(options),
      isPrincipal: mock.isPrincipal.bind(mock),
      listPublicServiceKeys: () => mock.listPublicServiceKeys(),
    };
  },
});

/** Services with which plugins ask each other on behalf of users, and the permission framework for real. */
export const askingServices = [
  auth,
  httpAuthServiceFactory,
  permissionsServiceFactory,
];
