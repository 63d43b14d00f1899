import { SignInPage } from '@backstage/core-components';
import {
  ApiBlueprint,
  type BackstageIdentityApi,
  createApiRef,
  createFrontendModule,
  discoveryApiRef,
  type ProfileInfoApi,
  type SessionApi,
} from '@backstage/frontend-plugin-api';
import {
  SignInPageBlueprint,
  type SignInPageProps,
} from '@backstage/plugin-app-react';
import { EngineerAuth } from './EngineerAuth';

const engineerAuthApiRef = createApiRef<
  BackstageIdentityApi & ProfileInfoApi & SessionApi
>({ id: 'app.auth.engineer' });

const engineerAuth = ApiBlueprint.make({
  name: 'engineer-auth',
  params: define =>
    define({
      api: engineerAuthApiRef,
      deps: { discovery: discoveryApiRef },
      factory: ({ discovery }) => new EngineerAuth(discovery),
    }),
});

function DemoSignInPage(props: SignInPageProps) {
  return (
    <SignInPage
      {...props}
      providers={[
        'guest',
        {
          id: 'engineer',
          title: 'Noor, an engineer',
          message:
            'Owns the servers of the team Data, and administers nothing. The guest administers everything.',
          apiRef: engineerAuthApiRef,
        },
      ]}
    />
  );
}

/** The demo's ways in: the guest of Backstage, who is an administrator here, and an engineer. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    engineerAuth,
    SignInPageBlueprint.make({
      params: { loader: async () => DemoSignInPage },
    }),
  ],
});
