import { useEffect, useRef } from 'react';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { type Loaded, useLoad } from '../../ui';

/**
 * Loads what the current version of a server offers. A refresh that found no other version changes nothing of that, so that it
 * asks nothing; but what failed to load is tried again with it. `key` must name everything else that `load` depends on.
 */
export function useLoadOfVersion<T>(
  { id, snapshot, lastDiscoveredAt }: Server,
  key: readonly unknown[],
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const loaded = useLoad(JSON.stringify([id, snapshot.current, key]), load);
  const { error, reload } = loaded;
  const failed = useRef(false);
  failed.current = error !== undefined;
  useEffect(() => {
    if (failed.current) reload();
  }, [reload, lastDiscoveredAt]);
  return loaded;
}
