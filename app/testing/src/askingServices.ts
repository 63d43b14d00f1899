import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';

/**
 * Reads tokens by which a plugin asks for a user, and unlike the mock does not forget that it was a plugin, which the
 * permission backend demands.
 */
const auth = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory: ({ plugin }) => {
    const mock = mockServices.auth({ pluginId: plugin.getId() });
    const authenticate = mock.authenticate.bind(mock);
    mock.authenticate = async (token, options) => {
      const read = await authenticate(token, options);
      if (!token.startsWith('mock-service-token')) return read;
      return mock.isPrincipal(read, 'user')
        ? mockCredentials.user(read.principal.userEntityRef, {
            actor: { subject: 'plugin:test' },
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
