import { createApp } from '@backstage/frontend-defaults';
import navModule from './nav';
import signInModule from './signIn';

/** The portal: every installed plugin (`app.packages: all`), our own navigation and the demo's ways in. */
export const app = createApp({ features: [navModule, signInModule] });
