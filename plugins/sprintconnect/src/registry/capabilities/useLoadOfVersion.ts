import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { type Loaded, useLoad } from '../../ui';
import { useRetryAfterRefresh } from './useRetryAfterRefresh';

/**
 * Loads what the current version of a server offers. A refresh that found no other version changes nothing of that, so that it
 * asks nothing; but what failed to load is tried again with it. `key` must name everything else that `load` depends on.
 */
export function useLoadOfVersion<T>(
  server: Server,
  key: readonly unknown[],
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const { id, snapshot } = server;
  const loaded = useLoad(JSON.stringify([id, snapshot.current, key]), load);
  useRetryAfterRefresh(loaded, server);
  return loaded;
}
