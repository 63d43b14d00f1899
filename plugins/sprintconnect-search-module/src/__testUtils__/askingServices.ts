import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';

/** Unlike the mock it does not forget that a plugin asked in the name of a user, which the permission backend demands. */
const auth = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory: ({ plugin }) => {
    const mock = mockServices.auth({ pluginId: plugin.getId() });
    const authenticate = mock.authenticate.bind(mock);
    mock.authenticate = async (token, options) => {
      const read = await authenticate(token, options);
      return token.startsWith('mock-service-token') &&
        mock.isPrincipal(read, 'user')
        ? mockCredentials.user(read.principal.userEntityRef, {
            actor: { subject: 'plugin:search' },
          })
        : read;
    };
    return mock;
  },
});

/** With these, plugins ask a permission backend that runs beside them, over HTTP and in the name of users. */
export const askingServices = [
  auth,
  httpAuthServiceFactory,
  permissionsServiceFactory,
];
