import { createApp } from '@backstage/frontend-defaults';
import navModule from './nav';

/** The portal: every installed plugin (`app.packages: all`) and our own navigation. */
export const app = createApp({ features: [navModule] });
