import { createBackend } from '@backstage/backend-defaults';

/** The plugin alone in an ordinary backend, with its own authentication and what `--config` says: what other programs are let loose on. */
const backend = createBackend();
backend.add(import('../src'));
backend.start();
