import { createBackendModule } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
  createProxyAuthenticator,
} from '@backstage/plugin-auth-node';

/** Somebody of the demo's catalog who administers nothing. */
const ENGINEER = { kind: 'User', name: 'noor' };

const authenticator = createProxyAuthenticator({
  defaultProfileTransform: async () => ({ profile: {} }),
  initialize: () => process.env.NODE_ENV === 'development',
  async authenticate(_, inDevelopment) {
    if (!inDevelopment) {
      throw new NotAllowedError(
        'Nobody can sign in as the engineer of the demo outside development.',
      );
    }
    return { result: {} };
  },
});

/**
 * A second way into the demo, beside the guest, who is an administrator: as an engineer, to see what an engineer sees.
 * Like the guest it asks for no password, and is refused outside development.
 */
export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-engineer',
  register(reg) {
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'engineer',
          factory: createProxyAuthProviderFactory({
            authenticator,
            signInResolver: (_, ctx) =>
              ctx.signInWithCatalogUser({ entityRef: ENGINEER }),
          }),
        });
      },
    });
  },
});
